package io.tallygate.portal.signup;

import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.ProviderAway;
import io.tallygate.portal.identity.RealmAdministration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// People's accounts at Keycloak as registration makes them: without a password, which they choose there themselves
/// once they have followed the link that Keycloak sends them. No password passes the portal.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Newcomers {
    private static final JsonArray STEPS = Json.createArrayBuilder(
                    List.of("VERIFY_EMAIL", "UPDATE_PROFILE", "UPDATE_PASSWORD"))
            .build();

    /// Keycloak answers once its mail server has taken the message.
    private static final Duration MAIL_SERVER = Duration.ofSeconds(20);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int REFUSED = 400;

    @Inject
    private RealmAdministration realm;

    @Inject
    private IdentityProvider provider;

    /// @param proven      somebody has followed a link in a message to the address
    /// @param unfinished  no password was chosen yet
    public record Account(String subject, boolean proven, boolean unfinished, Instant madeAt) {
        static Account of(JsonObject user) {
            JsonArray steps = user.containsKey("requiredActions")
                    ? user.getJsonArray("requiredActions")
                    : JsonValue.EMPTY_JSON_ARRAY;
            return new Account(
                    user.getString("id"),
                    user.getBoolean("emailVerified", false),
                    steps.getValuesAs(JsonString::getString).contains("UPDATE_PASSWORD"),
                    Instant.ofEpochMilli(
                            user.containsKey("createdTimestamp")
                                    ? user.getJsonNumber("createdTimestamp").longValue()
                                    : 0));
        }
    }

    /// What became of an account that was to be made.
    public sealed interface Making {
        record Done(String subject) implements Making {}

        /// Somebody else was quicker, or has the address for a name.
        record Taken() implements Making {}

        /// Keycloak takes it for no address.
        record Refused() implements Making {}
    }

    public Optional<Account> find(String email) throws ProviderAway {
        return good(realm.get("/users?exact=true&briefRepresentation=false&max=2&email=" + encoded(email)))
                .array()
                .stream()
                .map(JsonValue::asJsonObject)
                .filter(user -> user.getString("email", "").equalsIgnoreCase(email))
                .map(Account::of)
                .findFirst();
    }

    public Optional<Account> ofSubject(String subject) throws ProviderAway {
        RealmAdministration.Answer answer = realm.get("/users/" + encoded(subject));
        return answer.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(Account.of(good(answer).object()));
    }

    public Making make(String email, String language) throws ProviderAway {
        RealmAdministration.Answer answer = realm.post(
                "/users",
                Json.createObjectBuilder()
                        .add("username", email)
                        .add("email", email)
                        .add("emailVerified", false)
                        .add("enabled", true)
                        .add("requiredActions", STEPS)
                        .add(
                                "attributes",
                                Json.createObjectBuilder()
                                        .add("locale", Json.createArrayBuilder().add(language)))
                        .build());
        return switch (answer.status()) {
            case CONFLICT -> new Making.Taken();
            case REFUSED -> new Making.Refused();
            default ->
                new Making.Done(
                        good(answer).location().substring(answer.location().lastIndexOf('/') + 1));
        };
    }

    /// Has Keycloak send the message with the link at whose end the person signs in and goes where they were headed.
    public void sendLink(String subject, String back) throws ProviderAway {
        good(realm.put(
                "/users/%s/execute-actions-email?client_id=%s&redirect_uri=%s&lifespan=%d"
                        .formatted(
                                encoded(subject),
                                encoded(provider.client()),
                                encoded(signIn(back)),
                                RegistrationLimits.LINK_HOLDS.toSeconds()),
                STEPS,
                MAIL_SERVER));
    }

    public void remove(String subject) throws ProviderAway {
        RealmAdministration.Answer answer = realm.delete("/users/" + encoded(subject));
        if (answer.status() != NOT_FOUND) {
            good(answer);
        }
    }

    /// Where signing in leads to that page.
    String signIn(String back) {
        return provider.home() + "sign-in?return=" + encoded(back);
    }

    private static RealmAdministration.Answer good(RealmAdministration.Answer answer) throws ProviderAway {
        if (!answer.isGood()) {
            throw new ProviderAway("an account was not kept up: " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
