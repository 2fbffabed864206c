package io.tallygate.portal.identity.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.identity.brokering.BrokeringLimits;
import io.tallygate.portal.identity.brokering.ProviderKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's own identity providers as the control API has them.
final class ProviderShapes {
    private ProviderShapes() {}

    @About("An identity provider of the tenant's own.")
    record Provider(
            UUID id,
            ProviderKind kind,
            @Text(example = "Acme staff") String name,
            boolean enabled,

            @About("`ready`: people are led to it. `waiting`: it is told to the sign-in within a minute.")
            @Text(oneOf = {"waiting", "ready"})
            String status,

            @About("What it calls itself, as its document says.") @Text(example = "https://login.acme.example")
            String issuer,

            @About("Of OpenID Connect.")
            @Text(example = "https://login.acme.example/.well-known/openid-configuration")
            @Nullable
            String discoveryUrl,

            @Text(example = "tallygate") @Nullable String clientId,

            @About("Of SAML; null when the metadata was pasted.")
            @Text(example = "https://login.acme.example/metadata")
            @Nullable
            String metadataUrl,

            @About("To be entered there: the redirect URI, or the assertion consumer service's address.")
            @Text(example = "https://id.example/realms/tallygate/broker/tenant-1/endpoint")
            String callback,

            @About("Of SAML: how we are called there.") @Text(example = "https://id.example/realms/tallygate") @Nullable
            String entityId,

            List<Domain> domains,
            Instant createdAt) {}

    @About("Whoever signs in with an address in this domain is led to the provider, once the domain is proven.")
    record Domain(
            @Text(example = "acme.example") String name,
            boolean verified,

            @About("What a TXT record of the domain must say.")
            @Text(example = "tallygate-domain=0000000000000000000000000000abcd")
            String record,

            @Text(oneOf = {"dns", "operator"}) @Nullable String verifiedBy,

            @Nullable Instant verifiedAt) {}

    record NewProvider(
            ProviderKind kind,

            @Text(least = 1, most = BrokeringLimits.LONGEST_NAME, example = "Acme staff")
            String name,

            @About("True when it is left out.") @Nullable Boolean enabled,

            @About("Of OpenID Connect, which needs it.")
            @Text(least = 1, most = 2000, example = "https://login.acme.example/.well-known/openid-configuration")
            @Nullable
            String discoveryUrl,

            @Text(least = 1, most = BrokeringLimits.LONGEST_CLIENT_ID, example = "tallygate") @Nullable
            String clientId,

            @About("Is sealed and never shown again.")
            @Text(least = 1, most = BrokeringLimits.LONGEST_SECRET, example = "correct-horse")
            @Nullable
            String clientSecret,

            @About("Of SAML, which needs it or `metadata`.")
            @Text(least = 1, most = 2000, example = "https://login.acme.example/metadata")
            @Nullable
            String metadataUrl,

            @About("The metadata itself, XML without a document type.")
            @Text(
                    least = 1,
                    most = BrokeringLimits.METADATA_BYTES,
                    example = "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>")
            @Nullable
            String metadata,

            @Nullable @Items(most = BrokeringLimits.DOMAINS) @Text(most = 253, example = "acme.example")
            List<String> domains) {}

    @About("What is left out stays as it is. Who came in through it is signed out when it is closed, names another"
            + " issuer, or loses a proven domain.")
    record ProviderChange(
            @Text(least = 1, most = BrokeringLimits.LONGEST_NAME, example = "Acme staff") @Nullable
            String name,

            @Nullable Boolean enabled,

            @Text(least = 1, most = 2000, example = "https://login.acme.example/.well-known/openid-configuration")
            @Nullable
            String discoveryUrl,

            @Text(least = 1, most = BrokeringLimits.LONGEST_CLIENT_ID, example = "tallygate") @Nullable
            String clientId,

            @Text(least = 1, most = BrokeringLimits.LONGEST_SECRET, example = "correct-horse") @Nullable
            String clientSecret,

            @Text(least = 1, most = 2000, example = "https://login.acme.example/metadata") @Nullable
            String metadataUrl,

            @Text(
                    least = 1,
                    most = BrokeringLimits.METADATA_BYTES,
                    example = "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>")
            @Nullable
            String metadata,

            @About("All of them; proofs of those that stay remain.")
            @Nullable
            @Items(most = BrokeringLimits.DOMAINS)
            @Text(most = 253, example = "acme.example")
            List<String> domains) {}
}
