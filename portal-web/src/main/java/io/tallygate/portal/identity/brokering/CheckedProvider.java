package io.tallygate.portal.identity.brokering;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.identity.brokering.TenantProviders.Wanted;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.outbound.OutboundLimits;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What came of the checks of what somebody says of a provider, and of the provider's own document. Of a change: null
/// stays as it is.
record CheckedProvider(
        @Nullable String name,
        @Nullable String clientId,
        @Nullable String secret,
        @Nullable String source,
        @Nullable ProviderSettings settings,
        @Nullable List<String> domains) {
    /// @param whole  nothing may be left out: there is no provider yet
    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    static CheckedProvider of(ProviderKind kind, Wanted wanted, boolean whole, ProviderDocuments documents) {
        InputCheck check = new InputCheck();
        String name = text(check, "/name", wanted.name(), BrokeringLimits.LONGEST_NAME, whole);
        List<String> domains = wanted.domains() == null ? null : domains(check, wanted.domains());
        boolean oidc = kind == ProviderKind.OIDC;
        String clientId = null;
        String secret = null;
        if (oidc) {
            clientId = text(check, "/clientId", wanted.clientId(), BrokeringLimits.LONGEST_CLIENT_ID, whole);
            secret = text(check, "/clientSecret", wanted.clientSecret(), BrokeringLimits.LONGEST_SECRET, whole);
            refuse(check, "/metadataUrl", wanted.metadataUrl());
            refuse(check, "/metadata", wanted.metadata());
            if (whole && wanted.discoveryUrl() == null) {
                check.refuse("/discoveryUrl", because("This is required."));
            }
        } else {
            refuse(check, "/discoveryUrl", wanted.discoveryUrl());
            refuse(check, "/clientId", wanted.clientId());
            refuse(check, "/clientSecret", wanted.clientSecret());
            if (wanted.metadata() != null && wanted.metadataUrl() != null) {
                check.refuse("/metadataUrl", because("Give the metadata or its address, not both."));
            } else if (whole && wanted.metadata() == null && wanted.metadataUrl() == null) {
                check.refuse("/metadataUrl", because("This is required, unless metadata holds the text."));
            }
        }
        address(check, "/discoveryUrl", wanted.discoveryUrl());
        address(check, "/metadataUrl", wanted.metadataUrl());
        check.done();
        String source = oidc ? wanted.discoveryUrl() : wanted.metadataUrl();
        String address = source == null ? null : source.strip();
        ProviderSettings settings = address != null
                ? oidc ? documents.discovered(address) : documents.metadataAt(address)
                : wanted.metadata() != null ? documents.metadata(wanted.metadata()) : null;
        return new CheckedProvider(name, clientId, secret, address, settings, domains);
    }

    private static @Nullable String text(
            InputCheck check, String pointer, @Nullable String text, int longest, boolean required) {
        if (text == null && !required) {
            return null;
        }
        String given = check.required(pointer, text, longest);
        if (given.contains("${")) { // Keycloak would put something of its own in its place
            check.refuse(pointer, because("Cannot contain {0}.", "${"));
        }
        return given;
    }

    /// Where it leads is looked at when all else is right.
    private static void address(InputCheck check, String pointer, @Nullable String text) {
        if (text != null && (text.isBlank() || text.length() > OutboundLimits.LONGEST_URL)) {
            check.refuse(pointer, because("An address has 1 to {0} characters.", OutboundLimits.LONGEST_URL));
        }
    }

    private static void refuse(InputCheck check, String pointer, @Nullable String text) {
        if (text != null) {
            check.refuse(pointer, because("Not for a provider of this kind."));
        }
    }

    private static List<String> domains(InputCheck check, List<String> entered) {
        if (entered.size() > BrokeringLimits.DOMAINS) {
            check.refuse("/domains", because("At most {0}.", BrokeringLimits.DOMAINS));
        }
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < entered.size(); i++) {
            Optional<String> name = Domains.of(entered.get(i));
            if (name.isEmpty()) {
                check.refuse("/domains/" + i, because("Not the name of a domain, for example example.com."));
            }
            name.ifPresent(names::add);
        }
        return List.copyOf(names);
    }
}
