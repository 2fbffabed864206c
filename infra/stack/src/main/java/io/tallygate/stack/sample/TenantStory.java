package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// One tenant's story, in the order in which a publisher and its customers would live it: sign up, publish, sell,
/// subscribe, use, bill.
final class TenantStory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation at;
    private final Progress progress;
    private final JsonNode story;
    private final String slug;
    private final ZoneId zone;
    private final Instant until;
    private final SignIn signIn;

    TenantStory(Installation at, Progress progress, JsonNode story, Instant until, SignIn signIn) {
        this.at = at;
        this.progress = progress;
        this.story = story;
        this.slug = story.path("tenant").path("slug").asText();
        this.zone = ZoneId.of(story.path("tenant").path("timeZone").asText());
        this.until = until;
        this.signIn = signIn;
    }

    /// Signs a person in.
    @FunctionalInterface
    interface SignIn {
        /// @return  an access token of the identity provider
        String accessToken(String email) throws IOException, InterruptedException;
    }

    /// Longer than any zone's clock is behind another's, and than usage is waited for.
    private static final Duration OVER_EVERYWHERE = Duration.ofDays(2);

    static String tokenStep(String tenant, String email) {
        return tenant + "/token/" + email;
    }

    static String keyStep(String tenant, String consumer, String application) {
        return "%s/key/%s/%s".formatted(tenant, consumer, application);
    }

    void tell() throws IOException, InterruptedException {
        String tenantId = signUp();
        ControlApi owner = as(story.path("owner").path("email").asText());
        Map<String, JsonNode> apis = publish(owner);
        Map<String, String> plans = sell(owner, apis);
        for (JsonNode consumer : story.path("consumers")) {
            subscribe(owner, tenantId, consumer, apis, plans);
        }
        progress.once(
                slug + "/bill",
                () -> owner.post(
                        path("/billing-runs"),
                        JSON.createObjectNode().put("month", lastMonth().toString()),
                        key("bill")));
    }

    void moveUpstreams() throws IOException, InterruptedException {
        ControlApi owner = as(story.path("owner").path("email").asText());
        for (JsonNode api : story.path("apis")) {
            String id = progress.told(slug + "/api/" + api.path("slug").asText(), "id");
            owner.patch(path("/apis/" + id), JSON.createObjectNode().put("upstream", upstream(api)));
            if (api.path("test").asBoolean()) {
                deployToTest(owner, id, api);
            }
        }
    }

    private String signUp() throws IOException, InterruptedException {
        ControlApi operator = new ControlApi(at.portalUrl(), at.secrets().token("operator", "tgp_"));
        return progress.once(slug + "/tenant", () -> {
                    ObjectNode tenant = story.path("tenant").deepCopy();
                    tenant.putObject("owner").set("email", story.path("owner").path("email"));
                    return operator.post("/tenants", tenant, key("tenant"));
                })
                .path("id")
                .asText();
    }

    /// A personal access token, made once with the access token of the person's own sign-in.
    private ControlApi as(String email) throws IOException, InterruptedException {
        JsonNode token = progress.once(tokenStep(slug, email), () -> {
            ControlApi person = new ControlApi(at.portalUrl(), signIn.accessToken(email));
            return person.post(
                    path("/tokens"), JSON.createObjectNode().put("name", "Sample data"), key("token/" + email));
        });
        return new ControlApi(at.portalUrl(), token.path("token").asText());
    }

    private Map<String, JsonNode> publish(ControlApi owner) throws IOException, InterruptedException {
        Map<String, JsonNode> apis = new LinkedHashMap<>();
        for (JsonNode api : story.path("apis")) {
            String name = api.path("slug").asText();
            JsonNode imported = progress.once(slug + "/api/" + name, () -> {
                ObjectNode body = JSON.createObjectNode()
                        .put("slug", name)
                        .put("basePath", "/" + name)
                        .put("upstream", upstream(api))
                        .put("document", resource(api.path("document").asText()));
                return owner.post(path("/apis"), body, key("api/" + name));
            });
            progress.once(
                    slug + "/publish/" + name,
                    () -> owner.post(
                            path("/apis/" + imported.path("id").asText() + "/publish"),
                            JSON.createObjectNode(),
                            key("publish/" + name)));
            if (api.path("test").asBoolean()) {
                progress.once(
                        slug + "/test/" + name,
                        () -> deployToTest(owner, imported.path("id").asText(), api));
            }
            apis.put(name, imported);
        }
        return apis;
    }

    private JsonNode deployToTest(ControlApi owner, String id, JsonNode api) throws IOException, InterruptedException {
        return owner.put(
                path("/apis/" + id + "/deployments/test"),
                JSON.createObjectNode().put("upstream", upstream(api)));
    }

    /// @return  plan ids by `product/plan`
    private Map<String, String> sell(ControlApi owner, Map<String, JsonNode> apis)
            throws IOException, InterruptedException {
        Map<String, String> plans = new HashMap<>();
        for (JsonNode product : story.path("products")) {
            String name = product.path("slug").asText();
            JsonNode made = progress.once(slug + "/product/" + name, () -> {
                ObjectNode body = without(product, "plans", "apis");
                ArrayNode ids = body.putArray("apis");
                product.path("apis")
                        .forEach(api -> ids.add(
                                Objects.requireNonNull(apis.get(api.asText())).path("id")));
                return owner.post(path("/products"), body, key("product/" + name));
            });
            for (JsonNode plan : product.path("plans")) {
                String planName = name + "/" + plan.path("slug").asText();
                JsonNode offered = progress.once(
                        slug + "/plan/" + planName,
                        () -> owner.post(
                                path("/products/" + made.path("id").asText() + "/plans"),
                                plan,
                                key("plan/" + planName)));
                plans.put(planName, offered.path("id").asText());
            }
        }
        return plans;
    }

    private void subscribe(
            ControlApi owner, String tenantId, JsonNode consumer, Map<String, JsonNode> apis, Map<String, String> plans)
            throws IOException, InterruptedException {
        String name = consumer.path("consumer").path("name").asText();
        JsonNode made = progress.once(slug + "/consumer/" + name, () -> {
            ObjectNode body = consumer.path("consumer").deepCopy();
            ArrayNode members = body.putArray("members");
            consumer.path("members")
                    .forEach(member -> members.addObject()
                            .put("email", member.path("email").asText())
                            .put("role", member.path("role").asText()));
            return owner.post(path("/consumers"), body, key("consumer/" + name));
        });
        ControlApi developer = as(consumer.path("members").path(0).path("email").asText());
        for (JsonNode application : consumer.path("applications")) {
            String app = application.path("name").asText();
            String step = name + "/" + app;
            JsonNode registered = progress.once(
                    slug + "/application/" + step,
                    () -> developer.post(
                            path("/applications"),
                            JSON.createObjectNode()
                                    .put("consumer", made.path("id").asText())
                                    .put("name", app)
                                    .put(
                                            "description",
                                            application.path("description").asText()),
                            key("application/" + step)));
            String applicationId = registered.path("id").asText();
            JsonNode subscription = progress.once(
                    slug + "/subscription/" + step,
                    () -> owner.post(
                            path("/subscriptions"),
                            JSON.createObjectNode()
                                    .put("application", applicationId)
                                    .put(
                                            "plan",
                                            plans.get(application.path("plan").asText()))
                                    .put("startsAt", firstOfLastMonth().toString()),
                            key("subscription/" + step)));
            JsonNode credential = progress.once(
                    keyStep(slug, name, app),
                    () -> developer.post(
                            path("/applications/" + applicationId + "/credentials"),
                            JSON.createObjectNode().put("name", "Production").put("environment", "live"),
                            key("key/" + step)));
            if (application.path("test").asBoolean()) {
                tryOut(
                        owner,
                        developer,
                        step,
                        applicationId,
                        Objects.requireNonNull(
                                plans.get(application.path("plan").asText())));
            }
            use(tenantId, step, application, subscription, credential, apis);
        }
    }

    private void tryOut(ControlApi owner, ControlApi developer, String step, String application, String plan)
            throws IOException, InterruptedException {
        progress.once(
                slug + "/test-subscription/" + step,
                () -> owner.post(
                        path("/subscriptions"),
                        JSON.createObjectNode()
                                .put("application", application)
                                .put("plan", plan)
                                .put("environment", "test"),
                        key("test-subscription/" + step)));
        progress.once(
                slug + "/test-key/" + step,
                () -> developer.post(
                        path("/applications/" + application + "/credentials"),
                        JSON.createObjectNode().put("name", "Trying out").put("environment", "test"),
                        key("test-key/" + step)));
    }

    private void use(
            String tenantId,
            String step,
            JsonNode application,
            JsonNode subscription,
            JsonNode credential,
            Map<String, JsonNode> apis)
            throws IOException, InterruptedException {
        PastUsage past = new PastUsage(at.clickHouseUrl());
        for (Map.Entry<String, JsonNode> share : application.path("shares").properties()) {
            JsonNode api = Objects.requireNonNull(apis.get(share.getKey()));
            Map<String, String> ids = new HashMap<>();
            ids.put("tenant", tenantId);
            ids.put("subscription", subscription.path("id").asText());
            ids.put("consumer", subscription.path("consumer").asText());
            ids.put("application", subscription.path("application").asText());
            ids.put("credential", credential.path("id").asText());
            ids.put("product", subscription.path("product").asText());
            ids.put("plan_version", subscription.path("planVersion").asText());
            ids.put("api", api.path("id").asText());
            ids.put("api_version", api.path("id").asText());
            ids.put("route", api.path("id").asText());
            double perHour = application.path("callsPerHour").asDouble()
                    * share.getValue().asDouble()
                    / 100;
            progress.once(
                    "%s/usage/%s/%s".formatted(slug, step, share.getKey()),
                    () -> past.write(
                            new PastUsage.Columns(ids),
                            calls(share.getKey()),
                            perHour,
                            zone.getId(),
                            firstOfLastMonth(),
                            until));
        }
    }

    private JsonNode calls(String api) {
        for (JsonNode each : story.path("apis")) {
            if (each.path("slug").asText().equals(api)) {
                return each.path("calls");
            }
        }
        throw new IllegalStateException("the story has no API " + api);
    }

    private Instant firstOfLastMonth() {
        return lastMonth().atDay(1).atStartOfDay(zone).toInstant();
    }

    /// The last one that can be closed: in the first hours of a month the one before may not be over for all.
    private YearMonth lastMonth() {
        return YearMonth.from(until.minus(OVER_EVERYWHERE).atZone(zone)).minusMonths(1);
    }

    private String upstream(JsonNode api) {
        return "http://127.0.0.1:"
                + (at.ports().upstreams() + api.path("upstream").asInt());
    }

    private String path(String below) {
        return "/tenants/" + slug + below;
    }

    private String key(String step) {
        return "sample-" + Integer.toHexString((slug + "/" + step).hashCode()) + "-" + until.toEpochMilli();
    }

    private static ObjectNode without(JsonNode node, String... members) {
        ObjectNode copy = node.deepCopy();
        for (String member : members) {
            copy.remove(member);
        }
        return copy;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TenantStory.class.getResourceAsStream("/sample/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
