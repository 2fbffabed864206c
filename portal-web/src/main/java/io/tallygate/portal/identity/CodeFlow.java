package io.tallygate.portal.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tallygate.portal.account.Person;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sign-in by OpenID Connect's authorization code, with PKCE: a browser is sent to the provider and comes back with a
/// code, for which the provider tells us who it is.
@ApplicationScoped
public class CodeFlow {
    private final IdentityProvider provider;
    private final ProviderCalls calls;
    private final ProviderTokens tokens;

    @SuppressWarnings("NullAway") // for the proxy only
    protected CodeFlow() {
        this(null, null, null);
    }

    @Inject
    public CodeFlow(IdentityProvider provider, ProviderCalls calls, ProviderTokens tokens) {
        this.provider = provider;
        this.calls = calls;
        this.tokens = tokens;
    }

    /// Who came back.
    /// @param session  the provider's name for its own session; null when it has none
    /// @param broker   the tenant's own provider that let them in, by its alias; null when none did
    /// @param token    the identity token itself, which later says to the provider whose session to end
    public record Arrival(
            Person person,
            @Nullable String session,
            @Nullable String broker,
            String token) {}

    /// @param language  of the pages that the provider shows
    public URI begin(SigningIn signingIn, String language) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", provider.client());
        parameters.put("scope", "openid profile email");
        parameters.put("redirect_uri", provider.callback());
        parameters.put("state", signingIn.state());
        parameters.put("nonce", signingIn.nonce());
        parameters.put("code_challenge", signingIn.challenge());
        parameters.put("code_challenge_method", "S256");
        parameters.put("ui_locales", language);
        return provider.authorization(parameters);
    }

    /// @return  empty when the provider does not know the code, or its answer is not for this sign-in
    public Optional<Arrival> end(SigningIn signingIn, String code) throws ProviderAway {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", provider.callback());
        form.put("code_verifier", signingIn.verifier());
        HttpResponse<String> answer = calls.send(HttpRequest.newBuilder(provider.tokens())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + credentials())
                .POST(HttpRequest.BodyPublishers.ofString(IdentityProvider.encoded(form)))
                .build());
        if (answer.statusCode() != 200) {
            return Optional.empty();
        }
        String token = identityToken(answer.body());
        return tokens.identity(token, signingIn.nonce()).map(claims -> arrival(claims, token));
    }

    private static Arrival arrival(JWTClaimsSet claims, String token) {
        // an address that nobody has verified opens nothing
        String email = Boolean.TRUE.equals(claims.getClaim("email_verified"))
                ? text(claims, "email").toLowerCase(Locale.ROOT)
                : "";
        String name = text(claims, "name");
        String session = text(claims, "sid");
        String broker = text(claims, "identity_provider");
        return new Arrival(
                new Person(claims.getSubject(), email, name.isBlank() ? (email.isEmpty() ? "?" : email) : name),
                session.isEmpty() ? null : session,
                broker.isEmpty() ? null : broker,
                token);
    }

    private String credentials() {
        // RFC 6749, 2.3.1: both are encoded as in a form first
        String pair = IdentityProvider.encoded(Map.of("", provider.client())).substring(1) + ":"
                + IdentityProvider.encoded(Map.of("", provider.secret())).substring(1);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String identityToken(String body) throws ProviderAway {
        try (JsonReader json = Json.createReader(new StringReader(body))) {
            return json.readObject().getString("id_token", "");
        } catch (JsonException | ClassCastException broken) {
            throw new ProviderAway("the token endpoint's answer is no JSON object", broken);
        }
    }

    private static String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : "";
    }
}
