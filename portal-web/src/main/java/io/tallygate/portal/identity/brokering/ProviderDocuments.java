package io.tallygate.portal.identity.brokering;

import static io.tallygate.portal.input.Reason.because;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.outbound.OutboundAnswer;
import io.tallygate.portal.outbound.OutboundHttp;
import io.tallygate.portal.outbound.OutboundRequest;
import io.tallygate.portal.outbound.RefusedAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/// Fetches what a provider says of itself, and lets no address of it pass that must not be called: Keycloak will call
/// the token endpoint and the keys, and it knows no wall of ours.
@ApplicationScoped
public class ProviderDocuments {
    private static final String ACCEPT_JSON = "application/json";
    private static final String ACCEPT_XML = "application/samlmetadata+xml, application/xml, text/xml;q=0.9";

    private final OutboundHttp http;

    @Inject
    public ProviderDocuments(OutboundHttp http) {
        this.http = http;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ProviderDocuments() {
        this(null);
    }

    /// @throws WrongInput  at `/discoveryUrl`
    ProviderSettings discovered(String url) {
        String pointer = "/discoveryUrl";
        if (!url.endsWith(OidcDiscovery.PATH)) {
            throw new WrongInput(
                    pointer, because("The address of a discovery document ends with {0}.", OidcDiscovery.PATH));
        }
        String text = fetched(url, ACCEPT_JSON, BrokeringLimits.DISCOVERY_BYTES, pointer);
        ProviderSettings.Oidc settings = OidcDiscovery.read(text, url, pointer);
        mayBeVisited(settings.authorization(), "authorization_endpoint", pointer);
        mayBeCalled(settings.token(), "token_endpoint", pointer);
        mayBeCalled(settings.keys(), "jwks_uri", pointer);
        return settings;
    }

    /// @throws WrongInput  at `/metadataUrl`
    ProviderSettings metadataAt(String url) {
        String pointer = "/metadataUrl";
        return checked(fetched(url, ACCEPT_XML, BrokeringLimits.METADATA_BYTES, pointer), pointer);
    }

    /// @throws WrongInput  at `/metadata`
    ProviderSettings metadata(String text) {
        if (text.getBytes(UTF_8).length > BrokeringLimits.METADATA_BYTES) {
            throw new WrongInput("/metadata", because("At most {0} bytes.", BrokeringLimits.METADATA_BYTES));
        }
        return checked(text, "/metadata");
    }

    private ProviderSettings checked(String text, String pointer) {
        ProviderSettings.Saml settings = SamlMetadata.read(text, pointer);
        mayBeVisited(settings.signOn(), "SingleSignOnService", pointer);
        return settings;
    }

    private void mayBeCalled(String address, String what, String pointer) {
        try {
            http.checkAsOfNow(address);
        } catch (RefusedAddress refused) {
            throw notAllowed(what, pointer, refused);
        }
    }

    /// By people's browsers, which may know names that we do not.
    private void mayBeVisited(String address, String what, String pointer) {
        try {
            http.check(address);
        } catch (RefusedAddress refused) {
            throw notAllowed(what, pointer, refused);
        }
    }

    private static WrongInput notAllowed(String what, String pointer, RefusedAddress refused) {
        return new WrongInput(pointer, because("Its {0} is not allowed: {1}", what, refused.reason()));
    }

    private String fetched(String url, String accept, int most, String pointer) {
        OutboundAnswer answer;
        try {
            answer = http.send(OutboundRequest.get(url, accept, most));
        } catch (RefusedAddress refused) {
            throw new WrongInput(pointer, refused.reason());
        } catch (IOException nothing) {
            throw new WrongInput(pointer, because("No sound answer came from this address."));
        }
        if (answer.status() != 200 || answer.truncated()) {
            throw new WrongInput(
                    pointer,
                    answer.truncated()
                            ? because("What is at this address is larger than {0} bytes.", most)
                            : because("This address answered with status {0}.", answer.status()));
        }
        return new String(answer.body(), UTF_8);
    }
}
