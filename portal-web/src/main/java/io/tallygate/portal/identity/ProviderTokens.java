package io.tallygate.portal.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens that the provider made for us alone: who has signed in (OpenID Connect Core 1.0, 3.1.3.7), and whose session
/// has ended (Back-Channel Logout 1.0, 2.6).
@ApplicationScoped
public class ProviderTokens {
    public static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
    private static final String ENDED = "http://schemas.openid.net/event/backchannel-logout";

    /// A word about an ended session is taken for so long after it was said.
    static final Duration LOGOUT_HOLDS = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofSeconds(60);

    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> identity;
    private final DefaultJWTProcessor<SecurityContext> logout;

    @SuppressWarnings("NullAway") // for the proxy only
    protected ProviderTokens() {
        this.clock = null;
        this.identity = null;
        this.logout = null;
    }

    @Inject
    public ProviderTokens(IdentityProvider provider, ProviderKeys keys, Clock clock) {
        this.clock = clock;
        JWTClaimsSet ours = new JWTClaimsSet.Builder().issuer(provider.issuer()).build();
        this.identity = processor(
                keys,
                new DefaultJWTClaimsVerifier<>(provider.client(), ours, Set.of("sub", "exp", "iat", "nonce")),
                JOSEObjectType.JWT);
        this.logout = processor(
                keys,
                new DefaultJWTClaimsVerifier<>(provider.client(), ours, Set.of("iat", "jti", "events")),
                JOSEObjectType.JWT,
                new JOSEObjectType("logout+jwt"));
    }

    /// Whose session has ended.
    /// @param id       of the token itself; one token is taken once
    /// @param session  the provider's session; null when all of the person's ended
    /// @param subject  the person; null when only the session is named
    public record Ended(
            String id, @Nullable String session, @Nullable String subject) {}

    /// @param nonce  of the sign-in that this token must answer
    /// @return       the claims; empty when the token is not good
    Optional<JWTClaimsSet> identity(String token, String nonce) throws ProviderAway {
        return claims(identity, token).filter(claims -> nonce.equals(claims.getClaim("nonce")));
    }

    /// @return  empty when the token is not good
    public Optional<Ended> logout(String token) throws ProviderAway {
        return claims(logout, token).flatMap(this::ended);
    }

    private Optional<Ended> ended(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date said = claims.getIssueTime();
        boolean timely = said != null
                && said.toInstant().isAfter(now.minus(LOGOUT_HOLDS))
                && said.toInstant().isBefore(now.plus(SKEW));
        boolean ends = claims.getClaim("events") instanceof Map<?, ?> events && events.get(ENDED) instanceof Map<?, ?>;
        String session = claims.getClaim("sid") instanceof String text ? text : null;
        // with a nonce it would be an identity token that somebody passes off as this
        if (!timely || !ends || claims.getClaim("nonce") != null || (session == null && claims.getSubject() == null)) {
            return Optional.empty();
        }
        return Optional.of(new Ended(claims.getJWTID(), session, claims.getSubject()));
    }

    private static Optional<JWTClaimsSet> claims(DefaultJWTProcessor<SecurityContext> processor, String token)
            throws ProviderAway {
        try {
            return Optional.of(processor.process(token, null));
        } catch (KeySourceException away) {
            throw new ProviderAway("no keys to check a token with", away);
        } catch (BadJOSEException | JOSEException | ParseException bad) {
            return Optional.empty();
        }
    }

    private static DefaultJWTProcessor<SecurityContext> processor(
            ProviderKeys keys, JWTClaimsSetVerifier<SecurityContext> claims, JOSEObjectType... types) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }
}
