package io.tallygate.portal.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/// A tenant that sells one API to one consumer: what most tests of the trade begin with.
/// @param buyer  owner of the consumer
public record SellingTenant(
        PortalWithUsage at,
        ApiClient owner,
        ApiClient.Person buyerPerson,
        ApiClient buyer,
        String tenant,
        String api,
        String product,
        String plan,
        String consumer,
        String application) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static SellingTenant at(PortalWithUsage at) throws IOException, InterruptedException {
        ApiClient owner = ApiClient.ofNewTenant(at.portal());
        ApiClient.Person person = ApiClient.Person.named("buyer");
        String consumer = id(owner.make("/consumers", """
            {"name":"Globex","legalName":"Globex AG","address":["Ring 7","20099 Hamburg"],"country":"DE",
             "members":[{"email":"%s","role":"owner"}]}\
            """.formatted(person.email())));
        ApiClient buyer = owner.as(person);
        String api = id(owner.make(
                "/apis",
                "{\"slug\":\"orders\",\"upstream\":\"http://127.0.0.1:8501\",\"document\":%s}"
                        .formatted(text(document("1.0.0", "/orders")))));
        owner.make("/apis/" + api + "/publish", "{}");
        String product = id(owner.make("/products", "{\"name\":\"Orders\",\"apis\":[\"%s\"]}".formatted(api)));
        String plan = id(owner.make("/products/" + product + "/plans", """
            {"name":"Basic","unitPrice":{"amount":"0.01","currency":"EUR"},"quota":{"calls":1000,"period":"month"}}\
            """));
        String application = id(buyer.make("/applications", "{\"name\":\"Shop\"}"));
        return new SellingTenant(
                at,
                owner,
                person,
                buyer,
                owner.read("").path("id").asText(),
                api,
                product,
                plan,
                consumer,
                application);
    }

    /// @param startsAt  RFC 3339, or null: now
    public JsonNode subscribe(String environment, String startsAt) throws IOException, InterruptedException {
        return owner.make(
                "/subscriptions",
                "{\"application\":\"%s\",\"plan\":\"%s\",\"environment\":\"%s\"%s}"
                        .formatted(
                                application,
                                plan,
                                environment,
                                startsAt == null ? "" : ",\"startsAt\":\"" + startsAt + "\""));
    }

    public JsonNode key(String environment) throws IOException, InterruptedException {
        return buyer.make(
                "/applications/" + application + "/credentials",
                "{\"name\":\"Key\",\"environment\":\"%s\"}".formatted(environment));
    }

    /// Calls as gateways would have recorded them, all answered 200, a microsecond apart.
    public void use(String environment, JsonNode subscription, String credential, Instant from, int calls)
            throws IOException, InterruptedException {
        at.store().execute("""
            INSERT INTO tallygate.usage_event (id, tenant, environment, subscription, consumer, application, credential,
                product, plan_version, api, api_version, route, operation, method, status, outcome, billable, started_at,
                ended_at, latency_micros, upstream_micros, request_bytes, response_bytes, gateway_group, instance,
                configuration_revision)
            SELECT generateUUIDv4(number), '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', 'list', 'GET',
                200, 'answered', true, fromUnixTimestamp64Micro(%d + number, 'UTC'),
                fromUnixTimestamp64Micro(%d + number, 'UTC'), 1000, 900, 0, 100, 'shared', 'test', 1
            FROM numbers(%d)\
            """.formatted(
                        tenant,
                        environment,
                        subscription.path("id").asText(),
                        consumer,
                        application,
                        credential,
                        product,
                        subscription.path("planVersion").asText(),
                        api,
                        UUID.randomUUID(),
                        api,
                        from.toEpochMilli() * 1000,
                        from.toEpochMilli() * 1000,
                        calls));
    }

    /// An OpenAPI document with one reading operation a path.
    public static String document(String version, String... paths) {
        StringBuilder operations = new StringBuilder();
        for (String path : paths) {
            operations
                    .append(operations.isEmpty() ? "" : ",")
                    .append("\"")
                    .append(path)
                    .append("\":{\"get\":{\"responses\":{\"200\":{\"description\":\"ok\"}}}}");
        }
        return "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Orders\",\"version\":\"" + version + "\"},\"paths\":{"
                + operations + "}}";
    }

    /// As a JSON text.
    public static String text(String plain) {
        return JSON.valueToTree(plain).toString();
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }
}
