package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.RunningUsageStore;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.running.TestSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/// A running portal with a tenant that has one of everything; calls are sent to it and their answers checked.
final class PortalUnderTest implements AutoCloseable {
    /// Escaped, so that half a character arrives as what it is.
    private static final ObjectMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final RunningUsageStore usage;
    private final RunningPortal portal;
    private final DescribedApi api;
    private final AnswerCheck check;
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestSource source;
    private final Things things;
    private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
    private final Map<String, Arbitrary<Call>> makers = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private final ApiClient owner;
    /// The tenant that a call is for when it is not the owner's.
    private ApiClient spare;

    private int sent;

    private PortalUnderTest(RunningUsageStore usage, TestSource source, RunningPortal portal)
            throws IOException, InterruptedException {
        this.source = source;
        this.things = new Things(source.url("/openapi.json"));
        this.usage = usage;
        this.portal = portal;
        this.api = new DescribedApi(portal.get("/api/v1/openapi.json").body());
        this.check = new AnswerCheck(api);
        this.owner = ApiClient.ofNewTenant(portal);
        this.spare = owner;
    }

    static PortalUnderTest start() throws Exception {
        RunningUsageStore usage = RunningUsageStore.start();
        try {
            TestSource source = TestSource.start().serving("/openapi.json", Things.DOCUMENT);
            PortalUnderTest started = new PortalUnderTest(
                    usage,
                    source,
                    RunningPortal.start(Map.of(
                            "TALLYGATE_CLICKHOUSE_URL",
                            usage.url(),
                            "TALLYGATE_OUTBOUND_ALLOW",
                            "127.0.0.1:8501," + source.pair())));
            started.sellAndBill();
            started.eraseAnother();
            return started;
        } catch (Exception failed) {
            usage.close();
            throw failed;
        }
    }

    DescribedApi api() {
        return api;
    }

    /// By operation: how often it answered with which status.
    Map<String, Map<Integer, Integer>> statuses() {
        return statuses;
    }

    /// How an operation last refused a call that should have been right.
    String refusal(String operation) {
        return refusals.getOrDefault(operation, "never called rightly");
    }

    int sent() {
        return sent;
    }

    /// An API on a plan, subscribed and called last month, and the invoice for that.
    private void sellAndBill() throws Exception {
        String apiId = id(owner.make(
                "/apis",
                ESCAPED.createObjectNode()
                        .put("slug", "parcels")
                        .put("upstream", "http://127.0.0.1:8501")
                        .put("document", Things.DOCUMENT)
                        .toString()));
        owner.make("/apis/" + apiId + "/publish", "{}");
        String product = id(owner.make("/products", "{\"name\":\"Parcels\",\"apis\":[\"%s\"]}".formatted(apiId)));
        String plan = id(owner.make(
                "/products/" + product + "/plans",
                "{\"name\":\"Basic\",\"unitPrice\":{\"amount\":\"0.01\",\"currency\":\"EUR\"}}"));
        String consumer = id(owner.make("/consumers", "{\"name\":\"Globex\"}"));
        String application =
                id(owner.make("/applications", "{\"name\":\"Shop\",\"consumer\":\"%s\"}".formatted(consumer)));
        YearMonth month = Months.lastOver(BERLIN);
        String start = month.atDay(1).atStartOfDay(BERLIN).toInstant().toString();
        JsonNode subscription = owner.make(
                "/subscriptions",
                "{\"application\":\"%s\",\"plan\":\"%s\",\"startsAt\":\"%s\"}".formatted(application, plan, start));
        usage.execute("""
            INSERT INTO tallygate.usage_event (id, tenant, environment, subscription, consumer, application, credential,
                product, plan_version, api, api_version, route, operation, method, status, outcome, billable,
                started_at, ended_at, latency_micros, upstream_micros, request_bytes, response_bytes, gateway_group,
                instance, configuration_revision)
            SELECT generateUUIDv4(number), '%s', 'live', '%s', '%s', '%s', generateUUIDv4(), '%s', generateUUIDv4(),
                '%s', generateUUIDv4(), generateUUIDv4(), 'listParcels', 'GET', 200, 'answered', true,
                toDateTime64(parseDateTimeBestEffort('%s'), 6, 'UTC') + number,
                toDateTime64(parseDateTimeBestEffort('%s'), 6, 'UTC') + number, 1000, 900, 0, 100, 'shared', 'test', 1
            FROM numbers(300)\
            """.formatted(
                owner.read("/api/v1/tenants/" + owner.tenant()).path("id").asText(),
                id(subscription),
                consumer,
                application,
                product,
                apiId,
                start,
                start));
        JsonNode run = owner.make("/billing-runs", "{\"month\":\"" + month + "\"}");
        things.add("usage-archives", month.toString());
        things.add("invoices", run.at("/invoices/0").asText());
        payAndDispute(run.at("/invoices/0").asText(), consumer);
        things.add("apis", apiId);
        things.add("products", product);
        things.add("products/{}/plans", plan, List.of(product));
        things.add("consumers", consumer);
        things.add("applications", application);
        things.add("subscriptions", id(subscription));
    }

    /// What a line, a bank's statement and a grant lead to, several of each that is decided once.
    private void payAndDispute(String invoice, String consumer) throws Exception {
        things.add("invoices/{}/lines", "1", List.of(invoice));
        JsonNode calls =
                owner.read("/invoices/" + invoice + "/lines/1/requests?limit=8").path("items");
        StringBuilder statement = new StringBuilder("Date,Amount,Currency,Reference\n");
        for (JsonNode call : calls) {
            String dispute = "{\"invoice\":\"%s\",\"line\":1,\"calls\":[\"%s\"],\"reason\":\"Twice\"}";
            things.add("disputes", id(owner.make("/disputes", dispute.formatted(invoice, id(call)))));
            statement.append("2026-11-05,0.01,EUR,").append(id(call)).append('\n');
        }
        owner.make(
                "/bank-statements",
                "{\"content\":\"%s\"}"
                        .formatted(Base64.getEncoder()
                                .encodeToString(statement.toString().getBytes(StandardCharsets.UTF_8))));
        owner.read("/bank-entries").path("items").forEach(entry -> things.add("bank-entries", id(entry)));
        owner.send(
                "PUT",
                "/payment-account",
                "{\"holder\":\"Acme\",\"iban\":\"DE89370400440532013000\"}",
                "If-Match",
                "*");
        String grant = "{\"consumer\":\"%s\",\"currency\":\"EUR\",\"name\":\"Welcome\",\"amount\":\"5\"}";
        String granted = id(owner.make("/credit-grants", grant.formatted(consumer)));
        String account = id(owner.read("/credit-accounts?consumer=" + consumer).at("/items/0"));
        things.add("credit-accounts", account);
        things.add("credit-accounts/{}/grants", granted, List.of(account));
    }

    /// A tenant that is no more, of which an invoice is kept.
    private void eraseAnother() throws Exception {
        SellingTenant shop = SellingTenant.at(new PortalWithUsage(portal, usage));
        YearMonth month = Months.lastOver(BERLIN);
        Instant start = month.atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        shop.use("live", subscription, UUID.randomUUID().toString(), start.plusSeconds(60), 10);
        String invoice = shop.owner()
                .make("/billing-runs", "{\"month\":\"" + month + "\"}")
                .at("/invoices/0")
                .asText();
        ApiClient operator = shop.owner().withToken(RunningPortal.OPERATOR_TOKEN);
        String id = id(operator.make("/erase", "{\"slug\":\"%s\",\"now\":true}".formatted(operator.tenant())));
        things.add("erasures", id);
        things.add("erasures/{}/retained-invoices", invoice, List.of(id));
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!operator.read("/api/v1/erasures/" + id).path("status").asText().equals("done")) {
            assertThat(System.nanoTime()).as("erased in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    /// @param makers  valid calls by operation, to make what another call needs
    void mayMake(Map<String, Arbitrary<Call>> valid) {
        makers.putAll(valid);
    }

    void send(Call call) throws IOException, InterruptedException {
        for (String mark : call.path().values()) {
            make(Things.listOf(mark));
        }
        if (call.operation().verb().equals("DELETE") && call.change() == Call.Change.NONE) {
            makeOneMore(call.operation().path());
        }
        Call filled = filled(call);
        String body = body(filled);
        String path = path(filled);
        HttpResponse<String> answer = http.send(request(filled, path, body), HttpResponse.BodyHandlers.ofString());
        sent++;
        statuses.computeIfAbsent(call.operation().toString(), any -> new TreeMap<>())
                .merge(answer.statusCode(), 1, Integer::sum);
        if (answer.statusCode() >= 400 && call.change() == Call.Change.NONE) {
            refusals.put(call.operation().toString(), body + " -> " + answer.body());
        }
        check.check(filled, path, body, answer);
        learn(filled, answer);
    }

    /// Sees to it that there is one in that list.
    private void make(@Nullable String list) throws IOException, InterruptedException {
        for (int tries = 0; list != null && !things.has(list) && tries < 5; tries++) {
            for (DescribedApi.Operation operation : api.operations()) {
                Arbitrary<Call> maker = makers.get(operation.toString());
                if (maker != null && operation.verb().equals("POST") && makes(operation, list)) {
                    send(maker.sample());
                }
            }
        }
    }

    /// What is deleted is new: nothing hangs on it yet.
    private void makeOneMore(String deleted) throws IOException, InterruptedException {
        String list = Things.listAt(deleted.substring(0, deleted.lastIndexOf('/')));
        for (DescribedApi.Operation operation : api.operations()) {
            Arbitrary<Call> maker = makers.get(operation.toString());
            if (maker != null
                    && operation.verb().equals("POST")
                    && Things.listAt(operation.path()).equals(list)) {
                send(maker.sample());
                things.newestFirst(list);
            }
        }
    }

    /// Some things are made below what they belong to and found without it.
    private boolean makes(DescribedApi.Operation operation, String list) {
        String made = Things.madeAt(operation.path());
        return made.equals(list) || made.endsWith("/" + list) && !isMadeAt(list);
    }

    private boolean isMadeAt(String list) {
        return api.operations().stream()
                .anyMatch(operation -> operation.verb().equals("POST")
                        && Things.listAt(operation.path()).equals(list));
    }

    private Call filled(Call call) throws IOException, InterruptedException {
        Map<String, String> path = path(call.operation(), call.path());
        if ("@tenant".equals(path.get("tenant"))) {
            path.put("tenant", tenant(call.operation()));
        }
        Map<String, String> query = new TreeMap<>();
        call.query().forEach((name, value) -> query.put(name, things.filled(value)));
        JsonNode body = call.body() == null ? null : things.filled(call.body());
        if (call.operation().path().endsWith("/erase")
                && body instanceof ObjectNode object
                && Objects.requireNonNull(call.body()).path("slug").asText().equals("@slug")) {
            object.put("slug", path.get("tenant")); // as whoever means it types it
        }
        return new Call(call.operation(), path, query, call.headers(), body, call.who(), call.change());
    }

    /// The innermost first: it says what it lies below.
    private Map<String, String> path(DescribedApi.Operation operation, Map<String, String> marked) {
        List<String> names = Pattern.compile("\\{(\\w+)}")
                .matcher(operation.path())
                .results()
                .map(variable -> variable.group(1))
                .filter(name -> !name.equals("tenant"))
                .toList();
        Map<String, String> path = new TreeMap<>(marked);
        for (int at = names.size() - 1; at >= 0; at--) {
            String value = things.filled(path.getOrDefault(names.get(at), ""));
            path.put(names.get(at), value);
            List<String> above = things.above(value);
            for (int outer = 0; outer < Math.min(at, above.size()); outer++) {
                if (Things.listOf(path.getOrDefault(names.get(outer), "")) != null) {
                    path.put(names.get(outer), above.get(outer));
                }
            }
        }
        return path;
    }

    /// What a tenant does to itself is done to one that nobody needs afterwards.
    private String tenant(DescribedApi.Operation operation) throws IOException, InterruptedException {
        boolean toItself = operation.description().at("/tags/0").asText().equals("Tenants")
                && !operation.path().contains("/exports")
                && (!operation.verb().equals("GET") || operation.path().endsWith("/erase"));
        spare = toItself ? ApiClient.ofNewTenant(portal) : owner;
        if (toItself && operation.path().endsWith("/resume")) {
            spare.make("/suspend", "{}");
        }
        if (operation.path().endsWith("/erase/cancel")
                || (operation.path().endsWith("/erase") && operation.verb().equals("GET"))) {
            spare.make("/erase", "{\"slug\":\"%s\"}".formatted(spare.tenant()));
        }
        return spare.tenant();
    }

    private static String path(Call call) {
        String path = "/api/v1" + call.operation().path();
        for (Map.Entry<String, String> variable : call.path().entrySet()) {
            path = path.replace("{" + variable.getKey() + "}", encoded(variable.getValue()));
        }
        StringBuilder query = new StringBuilder();
        call.query()
                .forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(value)));
        return path + query;
    }

    /// What is written in percent signs already is taken as it is.
    private static String encoded(String segment) {
        return segment.matches("[\\w.-]*(%[0-9A-Fa-f]{2}[\\w.-]*)+")
                ? segment
                : URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    private static @Nullable String body(Call call) {
        String other = call.change().text();
        if (other != null || call.body() == null) {
            return other;
        }
        try {
            return ESCAPED.writeValueAsString(call.body());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HttpRequest request(Call call, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(portal.url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        call.operation().verb(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        String token = switch (call.who()) {
            case NOBODY -> "";
            case A_STRANGER -> owner.as(ApiClient.Person.named("stranger")).token();
            case THE_RIGHT_ONE -> isTheOperators(call) ? RunningPortal.OPERATOR_TOKEN : spare.token();
        };
        if (!token.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        call.headers().forEach(request::setHeader);
        return request.build();
    }

    /// Who names another owner of a new tenant is an operator.
    private static boolean isTheOperators(Call call) {
        return call.operation().isTheOperators()
                || (call.operation().toString().equals("POST /tenants")
                        && call.body() != null
                        && call.body().has("owner"));
    }

    private void learn(Call call, HttpResponse<String> answer) throws IOException, InterruptedException {
        if (answer.statusCode() / 100 != 2 || !owner.tenant().equals(call.path().get("tenant"))) {
            return;
        }
        List<String> segments = List.of(call.operation().path().split("/"));
        if (call.operation().verb().equals("DELETE")) {
            String last = segments.getLast();
            if (last.startsWith("{")) {
                things.forget(call.path().getOrDefault(last.substring(1, last.length() - 1), ""));
            }
        } else if (call.operation().verb().equals("POST") && !segments.getLast().startsWith("{")) {
            String id = ApiClient.json(answer).path("id").asText();
            if (!id.isEmpty()) {
                String list = Things.madeAt(call.operation().path());
                List<String> below = segments.stream()
                        .filter(segment -> segment.startsWith("{") && !segment.equals("{tenant}"))
                        .map(segment -> call.path().getOrDefault(segment.substring(1, segment.length() - 1), ""))
                        .toList();
                things.add(list, id, below);
                if (list.equals("apis")) {
                    owner.post("/apis/" + id + "/publish", "{}"); // so that most of them answer somewhere
                }
                if (!isMadeAt(segments.getLast())) {
                    things.add(segments.getLast(), id);
                }
            }
        }
    }

    private static String id(JsonNode made) {
        return made.path("id").asText();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        portal.close();
        usage.close();
        source.close();
    }
}
