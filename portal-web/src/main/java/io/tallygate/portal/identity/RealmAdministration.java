package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Keycloak's administration over plain HTTP, as a client of the realm that holds few roles (the realm file names
/// them).
/// Its token is kept for as long as it lives.
@ApplicationScoped
public class RealmAdministration {
    /// A token that is about to end is not used any more.
    private static final int SPARE_SECONDS = 15;

    private final ProviderCalls calls;
    private final IdentityProvider provider;
    private final String base;
    private final String client;
    private final String secret;
    private final Clock clock;
    private @Nullable Token token;

    private record Token(String text, Instant until) {}

    @SuppressWarnings("NullAway") // for the proxy only
    protected RealmAdministration() {
        this(null, null, "", "", "", null);
    }

    /// @param administration  the realm's address for administration; empty: as Keycloak has it beside the issuer
    @Inject
    public RealmAdministration(
            ProviderCalls calls,
            IdentityProvider provider,
            @ConfigProperty(name = "TALLYGATE_OIDC_ADMINISTRATION", defaultValue = "-") String administration,
            @ConfigProperty(name = "TALLYGATE_OIDC_SERVICE_CLIENT_ID", defaultValue = "portal-service") String client,
            @ConfigProperty(name = "TALLYGATE_OIDC_SERVICE_CLIENT_SECRET", defaultValue = "unset") String secret,
            Clock clock) {
        this.calls = calls;
        this.provider = provider;
        this.base = provider == null || !administration.equals("-")
                ? administration
                : provider.issuer().replaceFirst("/realms/", "/admin/realms/");
        this.client = client;
        this.secret = secret;
        this.clock = clock;
    }

    /// @param status  2xx, or one that the caller can make sense of: 404, 409, 400
    /// @param body    an object, an array, or null when there is none
    public record Answer(int status, JsonValue body, String location) {
        public boolean isGood() {
            return status / 100 == 2;
        }

        public JsonObject object() {
            return body.asJsonObject();
        }

        public JsonArray array() {
            return body.asJsonArray();
        }
    }

    public Answer get(String path) throws ProviderAway {
        return call("GET", path, null);
    }

    public Answer post(String path, JsonValue body) throws ProviderAway {
        return call("POST", path, body);
    }

    public Answer put(String path, JsonValue body) throws ProviderAway {
        return call("PUT", path, body);
    }

    /// @param deadline  for what takes Keycloak longer than its own work: a message that its mail server must take
    public Answer put(String path, JsonValue body, Duration deadline) throws ProviderAway {
        return call("PUT", path, body, deadline);
    }

    public Answer delete(String path) throws ProviderAway {
        return call("DELETE", path, null);
    }

    private Answer call(String method, String path, @Nullable JsonValue body) throws ProviderAway {
        return call(method, path, body, ProviderCalls.ANSWER);
    }

    /// @param path  below the realm
    /// @throws ProviderAway  when it does not answer, or does not take us for who we are
    private Answer call(String method, String path, @Nullable JsonValue body, Duration deadline) throws ProviderAway {
        HttpResponse<String> answer = send(method, path, body, deadline);
        if (answer.statusCode() == 401) { // its keys were changed, or it was restored from a backup
            forgetToken();
            answer = send(method, path, body, deadline);
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new ProviderAway(
                    "%s %s: the service client may not (%d)".formatted(method, path, answer.statusCode()));
        }
        return new Answer(
                answer.statusCode(),
                json(answer.body()),
                answer.headers().firstValue("Location").orElse(""));
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonValue body, Duration deadline)
            throws ProviderAway {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        return calls.send(request, deadline);
    }

    private synchronized String token() throws ProviderAway {
        Token known = token;
        if (known != null && known.until().isAfter(clock.instant())) {
            return known.text();
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", client);
        form.put("client_secret", secret);
        HttpResponse<String> answer = calls.send(HttpRequest.newBuilder(provider.tokens())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(IdentityProvider.encoded(form)))
                .build());
        if (answer.statusCode() != 200) {
            throw new ProviderAway("the service client is not let in: " + answer.statusCode());
        }
        JsonObject granted = json(answer.body()).asJsonObject();
        Token fresh = new Token(
                granted.getString("access_token"),
                clock.instant().plusSeconds(granted.getInt("expires_in") - SPARE_SECONDS));
        token = fresh;
        return fresh.text();
    }

    private synchronized void forgetToken() {
        token = null;
    }

    private static JsonValue json(String text) throws ProviderAway {
        if (text.isBlank()) {
            return JsonValue.NULL;
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException broken) {
            throw new ProviderAway("an answer of the administration is no JSON", broken);
        }
    }
}
