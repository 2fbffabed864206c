package io.tallygate.portal.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.ProviderKeys;
import io.tallygate.portal.identity.ProviderTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Checks an access token of the identity provider: signature by a key the provider publishes
/// ([ProviderKeys]), issuer, type, times, and that it was made for a client of this installation.
@ApplicationScoped
public class AccessTokenVerifier {
    private static final int LONGEST = 8_192;

    private final DefaultJWTProcessor<SecurityContext> processor;
    private final Set<String> clients;

    @SuppressWarnings("NullAway") // for the proxy only
    protected AccessTokenVerifier() {
        this.processor = null;
        this.clients = Set.of();
    }

    /// @param clients  the provider's clients whose tokens are taken, comma separated
    @Inject
    public AccessTokenVerifier(
            IdentityProvider identity,
            ProviderKeys keys,
            @ConfigProperty(name = "TALLYGATE_OIDC_API_CLIENTS", defaultValue = "portal,tallygate-cli,scripts")
                    String clients) {
        this.clients = Set.of(clients.split(","));
        this.processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ProviderTokens.ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder().issuer(identity.issuer()).build(), Set.of("sub", "exp", "iat", "azp")));
    }

    /// @return  empty when the token is not good
    /// @throws ApiProblem  503 when the provider's keys cannot be had
    public Optional<Person> verify(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            // an ID token is for the client alone; only an access token opens an API
            if (!"Bearer".equals(claims.getStringClaim("typ")) || !clients.contains(claims.getStringClaim("azp"))) {
                return Optional.empty();
            }
            boolean verified = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
            String email = verified ? text(claims.getStringClaim("email")).toLowerCase(Locale.ROOT) : "";
            return Optional.of(new Person(claims.getSubject(), email, text(claims.getStringClaim("name"))));
        } catch (KeySourceException away) {
            throw new ApiProblem(
                    503,
                    "identity-unavailable",
                    "Identity provider unavailable",
                    "The token cannot be checked at the moment.");
        } catch (BadJOSEException | JOSEException | ParseException bad) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable String claim) {
        return claim == null ? "" : claim;
    }
}
