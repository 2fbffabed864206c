package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.Installation;
import io.tallygate.stack.part.Keycloak;
import io.tallygate.stack.realm.KeycloakAdmin;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// Loads the story of `sample/story.json` once per installation. [TenantStory] tells a tenant's part of it, in order.
public final class SampleData {
    private static final String SCRIPTS = "scripts";
    private static final String FINISHED = "finished";
    private static final String UPSTREAMS = "upstreams";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation at;

    public SampleData(Installation at) {
        this.at = at;
    }

    /// @param wanted  false: load nothing new (what was loaded earlier stays)
    /// @return        the `demo` of stack.json; empty when nothing was ever loaded
    public ObjectNode load(boolean wanted, Steps steps) throws IOException, InterruptedException {
        Progress progress = Progress.in(at.data());
        JsonNode story = story();
        if (wanted && !progress.has(FINISHED)) {
            Instant began = Instant.now();
            tell(story, progress);
            steps.step("sample data", "loaded: tenants, APIs, plans, a month of calls", since(began));
        }
        if (!progress.has(FINISHED)) {
            return JSON.createObjectNode();
        }
        followPorts(story, progress);
        return demo(story, progress);
    }

    private void tell(JsonNode story, Progress progress) throws IOException, InterruptedException {
        progress.once(
                "until", () -> JSON.createObjectNode().put("at", Instant.now().toString()));
        progress.once(
                UPSTREAMS, () -> JSON.createObjectNode().put("port", at.ports().upstreams()));
        signUpPeople(story);
        for (JsonNode tenant : story.path("tenants")) {
            storyOf(tenant, progress).tell();
        }
        progress.once(
                FINISHED, () -> JSON.createObjectNode().put("at", Instant.now().toString()));
    }

    /// The sample upstreams move with the port offset, and their APIs must follow.
    private void followPorts(JsonNode story, Progress progress) throws IOException, InterruptedException {
        String port = Integer.toString(at.ports().upstreams());
        if (!progress.told(UPSTREAMS, "port").equals(port)) {
            for (JsonNode tenant : story.path("tenants")) {
                storyOf(tenant, progress).moveUpstreams();
            }
            progress.put(UPSTREAMS, JSON.createObjectNode().put("port", port));
        }
    }

    private TenantStory storyOf(JsonNode tenant, Progress progress) throws IOException {
        return new TenantStory(at, progress, tenant, Instant.parse(progress.told("until", "at")), this::signIn);
    }

    private void signUpPeople(JsonNode story) throws IOException, InterruptedException {
        KeycloakAdmin keycloak = KeycloakAdmin.signIn(
                at.keycloakUrl(),
                Installation.REALM,
                Keycloak.ADMINISTRATOR,
                at.secrets().password("keycloak.admin"));
        keycloak.addScriptClient(SCRIPTS, at.secrets().password("oidc.scripts"));
        for (JsonNode tenant : story.path("tenants")) {
            addUser(keycloak, tenant.path("owner"));
            for (JsonNode consumer : tenant.path("consumers")) {
                for (JsonNode member : consumer.path("members")) {
                    addUser(keycloak, member);
                }
            }
        }
    }

    private void addUser(KeycloakAdmin keycloak, JsonNode person) throws IOException, InterruptedException {
        keycloak.addUser(
                person.path("email").asText(),
                person.path("firstName").asText(),
                person.path("lastName").asText(),
                person.path("locale").asText(),
                passwordOf(person.path("email").asText()));
    }

    private String passwordOf(String email) {
        return at.secrets().password("person." + email);
    }

    /// @return  an access token that Keycloak gave to the person for this person's password
    private String signIn(String email) throws IOException, InterruptedException {
        return KeycloakAdmin.passwordGrant(
                at.keycloakUrl(),
                Installation.REALM,
                "client_id=%s&client_secret=%s".formatted(SCRIPTS, at.secrets().password("oidc.scripts")),
                email,
                passwordOf(email));
    }

    private ObjectNode demo(JsonNode story, Progress progress) throws IOException {
        JsonNode chosen = story.path("demo");
        JsonNode tenant = find(
                story.path("tenants"), "tenant", "slug", chosen.path("tenant").asText());
        JsonNode consumer = find(
                tenant.path("consumers"),
                "consumer",
                "name",
                chosen.path("consumer").asText());
        String owner = tenant.path("owner").path("email").asText();
        String developer = consumer.path("members").path(0).path("email").asText();
        String slug = chosen.path("tenant").asText();
        String key = progress.told(
                TenantStory.keyStep(
                        slug,
                        chosen.path("consumer").asText(),
                        chosen.path("application").asText()),
                "key");
        return JSON.createObjectNode()
                .put("tenant", slug)
                .put("ownerUser", owner)
                .put("ownerPassword", passwordOf(owner))
                .put("ownerToken", progress.told(TenantStory.tokenStep(slug, owner), "token"))
                .put("developerUser", developer)
                .put("developerPassword", passwordOf(developer))
                .put("developerToken", progress.told(TenantStory.tokenStep(slug, developer), "token"))
                .put("apiKey", key)
                .put(
                        "exampleCall",
                        "curl -i -H 'X-API-Key: %s' %s%s"
                                .formatted(
                                        key,
                                        at.gatewayUrl(),
                                        chosen.path("call").asText()));
    }

    private static JsonNode find(JsonNode list, String member, String by, String value) {
        for (JsonNode each : list) {
            if (each.path(member).path(by).asText().equals(value)) {
                return each;
            }
        }
        throw new IllegalStateException("the story has no %s with %s %s".formatted(member, by, value));
    }

    private static JsonNode story() throws IOException {
        try (InputStream in = Objects.requireNonNull(SampleData.class.getResourceAsStream("/sample/story.json"))) {
            return JSON.readTree(in);
        }
    }

    private static Duration since(Instant began) {
        return Duration.between(began, Instant.now());
    }
}
