package io.tallygate.portal.invoice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.portal.account.Scope;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.RunningUsageStore;
import io.tallygate.portal.secret.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way from a plan to an invoice through the control API of a running portal, on a real PostgreSQL and
/// ClickHouse: a tenant sells, two consumers subscribe and use, a month is billed. In order, as it happens.
@SuppressWarnings("NullAway.Init") // before all
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SellingAndBillingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);
    private static final int CALLS = 12_345;
    private static final String DOCUMENT = """
        {"openapi":"3.0.3","info":{"title":"Parcels","version":"1.0.0"},
         "paths":{"/parcels":{"get":{"operationId":"listParcels","responses":{"200":{"description":"ok"}}}}}}\
        """;

    private RunningUsageStore clickHouse;
    private RunningPortal portal;
    private String owner = "";
    private String developer = "";
    private String stranger = "";
    private String api = "";
    private String secondApi = "";
    private String product = "";
    private String plan = "";
    private String consumer = "";
    private String application = "";
    private String subscription = "";
    private String invoice = "";

    @BeforeAll
    void a_tenant_with_two_consumers() throws Exception {
        clickHouse = RunningUsageStore.start();
        portal = RunningPortal.start(Map.of("TALLYGATE_CLICKHOUSE_URL", clickHouse.url()));
        String tenant = """
            {"slug":"acme","name":"Acme","legalName":"Acme Schnittstellen GmbH","address":["Königsallee 1","40212 Düsseldorf"],
             "country":"DE","timeZone":"Europe/Berlin","currency":"EUR","owner":{"email":"olga@acme.example"}}\
            """;
        assertThat(send("POST", "/api/v1/tenants", tenant, RunningPortal.OPERATOR_TOKEN)
                        .statusCode())
                .isEqualTo(201);
        owner = token("acme", "member", "olga@acme.example");
        api = importApi("parcels");
        secondApi = importApi("labels");
        consumer = made("/consumers", consumer("Globex", "dora@globex.example"))
                .path("id")
                .asText();
        made("/consumers", consumer("Initech", "igor@initech.example"));
        developer = token("acme", "consumer_member", "dora@globex.example");
        stranger = token("acme", "consumer_member", "igor@initech.example");
    }

    @AfterAll
    void stop() throws Exception {
        if (portal != null) {
            portal.close();
        }
        clickHouse.close();
    }

    @Test
    @Order(1)
    void a_product_is_made_of_the_tenants_own_apis() throws Exception {
        JsonNode refused = problem(
                post(
                        "/products",
                        "{\"name\":\"Shipping\",\"apis\":[\"%s\",\"%s\"]}".formatted(api, UUID.randomUUID()),
                        owner),
                422);
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/apis/1");
        JsonNode made = made("/products", "{\"name\":\"Shipping Größe\",\"apis\":[\"%s\"]}".formatted(api));
        product = made.path("id").asText();
        assertThat(made.path("slug").asText()).isEqualTo("shipping-grosse");
        assertThat(problem(post("/products", "{\"name\":\"Mine\",\"apis\":[\"%s\"]}".formatted(api), developer), 403)
                        .path("type")
                        .asText())
                .isEqualTo("/problems/forbidden");
    }

    @ParameterizedTest(name = "{1} is refused at {0}")
    @Order(2)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/unitPrice/amount   | {'amount':'-0.01','currency':'EUR'}             |",
                "/unitPrice/amount   | {'amount':'abc','currency':'EUR'}               |",
                "/unitPrice/amount   | {'amount':'1e5','currency':'EUR'}               |",
                "/unitPrice/amount   | {'amount':0.002,'currency':'EUR'}               |",
                "/unitPrice/amount   | {'amount':'0.0000000000001','currency':'EUR'}   |",
                "/unitPrice/amount   | {'currency':'EUR'}                              |",
                "/unitPrice/currency | {'amount':'0.002','currency':'USD'}             |",
                "/unitPrice/currency | {'amount':'0.002','currency':'Euro'}            |",
                "/unitPrice/currency | {'amount':'0.002','currency':'XAU'}             |",
                "/unitPrice          |                                                 |",
                "/quota/calls        | {'amount':'0.002','currency':'EUR'}             | 'quota':{'calls':0}",
                "/quota/calls        | {'amount':'0.002','currency':'EUR'}             | 'quota':{'calls':'many'}",
                "/quota/calls        | {'amount':'0.002','currency':'EUR'}             | 'quota':{'calls':1.5}",
                "/quota/period       | {'amount':'0.002','currency':'EUR'}             |"
                        + " 'quota':{'calls':5,'period':'week'}",
                "/rateLimit/calls    | {'amount':'0.002','currency':'EUR'}             |"
                        + " 'rateLimit':{'calls':-1,'seconds':1}",
                "/rateLimit/calls    | {'amount':'0.002','currency':'EUR'}             | 'rateLimit':{'seconds':1}",
                "/rateLimit/seconds  | {'amount':'0.002','currency':'EUR'}             |"
                        + " 'rateLimit':{'calls':5,'seconds':0}",
            })
    void a_bad_price_quota_or_rate_is_refused_at_the_member(
            String pointer, @Nullable String price, @Nullable String more) throws Exception {
        String body = "{'name':'Bad'%s%s}"
                .formatted(price == null ? "" : ",'unitPrice':" + price, more == null ? "" : "," + more)
                .replace('\'', '"');
        JsonNode refused = problem(post("/products/" + product + "/plans", body, owner), 422);
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(refused.at("/errors/0/detail").asText()).isNotEmpty();
    }

    @Test
    @Order(3)
    void a_plan_is_on_sale_and_known_to_the_gateways_at_once() throws Exception {
        JsonNode made = made("/products/" + product + "/plans", """
            {"name":"Starter","unitPrice":{"amount":"0.002","currency":"EUR"},
             "quota":{"calls":100000,"period":"month"},"rateLimit":{"calls":50,"seconds":1}}\
            """);
        plan = made.path("id").asText();
        assertThat(made.at("/unitPrice/amount").asText()).isEqualTo("0.002");
        JsonNode gateway = gateway("plan-version", made.path("planVersion").asText());
        assertThat(gateway.at("/quota/calls").asLong()).isEqualTo(100_000);
        assertThat(gateway.at("/rateLimit/calls").asLong()).isEqualTo(50);
        assertThat(get("/products/" + product + "/plans", developer)
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(plan);
    }

    @Test
    @Order(4)
    void a_plan_sent_twice_with_one_idempotency_key_is_made_once() throws Exception {
        String body = "{\"name\":\"Growth\",\"unitPrice\":{\"amount\":\"0.0015\",\"currency\":\"EUR\"}}";
        List<String> answers = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> answer = portal.send(
                    "POST",
                    "/api/v1/tenants/acme/products/" + product + "/plans",
                    body,
                    "Authorization",
                    "Bearer " + owner,
                    "Idempotency-Key",
                    "growth-once");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            answers.add(answer.body());
        }
        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
        assertThat(get("/products/" + product + "/plans", owner).path("items")).hasSize(2);
        problem(post("/products/" + product + "/plans", body, owner), 422);
    }

    @Test
    @Order(4)
    void an_application_is_subscribed_by_its_own_consumer_or_by_staff() throws Exception {
        application = JSON.readTree(
                        post("/applications", "{\"name\":\"Shop\"}", developer).body())
                .path("id")
                .asText();
        String wanted = "{\"application\":\"%s\",\"plan\":\"%s\"%s}";
        assertThat(problem(post("/subscriptions", wanted.formatted(application, plan, ""), stranger), 422)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/application");
        String backDated = ",\"startsAt\":\"" + start(LAST_MONTH) + "\"";
        problem(post("/subscriptions", wanted.formatted(application, plan, backDated), developer), 403);
        assertThat(problem(post("/subscriptions", wanted.formatted(application, UUID.randomUUID(), ""), owner), 422)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/plan");
        JsonNode made = made("/subscriptions", wanted.formatted(application, plan, backDated));
        subscription = made.path("id").asText();
        assertThat(made.path("consumer").asText()).isEqualTo(consumer);
        assertThat(made.path("status").asText()).isEqualTo("active");
        assertThat(problem(post("/subscriptions", wanted.formatted(application, plan, ""), developer), 409)
                        .path("type")
                        .asText())
                .isEqualTo("/problems/already-subscribed");
        JsonNode gateway = gateway("subscription", subscription);
        assertThat(gateway.path("apis")).hasSize(1);
        assertThat(gateway.path("timeZone").asText()).isEqualTo("Europe/Berlin");
        assertThat(get("/subscriptions", developer).path("items")).hasSize(1);
        assertThat(get("/subscriptions", stranger).path("items")).isEmpty();
    }

    @Test
    @Order(5)
    void of_many_who_subscribe_the_same_application_at_once_one_succeeds() throws Exception {
        String other = JSON.readTree(post("/applications", "{\"name\":\"Warehouse\"}", developer)
                        .body())
                .path("id")
                .asText();
        String wanted = "{\"application\":\"%s\",\"plan\":\"%s\"}".formatted(other, plan);
        List<Integer> answers =
                atOnce(6, () -> post("/subscriptions", wanted, developer).statusCode());
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409);
    }

    @Test
    @Order(5)
    void a_change_of_the_product_reaches_its_subscriptions_at_the_gateways() throws Exception {
        HttpResponse<String> changed = send(
                "PATCH",
                "/api/v1/tenants/acme/products/" + product,
                "{\"apis\":[\"%s\",\"%s\"]}".formatted(api, secondApi),
                owner);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(gateway("subscription", subscription).path("apis")).hasSize(2);
    }

    @Test
    @Order(6)
    void usage_is_seen_by_whose_it_is() throws Exception {
        use(LAST_MONTH, CALLS, true);
        use(LAST_MONTH, 77, false);
        use(YearMonth.now(BERLIN), 500, true);
        String lastMonth = "?from=%s&to=%s&window=month&timeZone=Europe/Berlin"
                .formatted(start(LAST_MONTH), start(LAST_MONTH.plusMonths(1)));
        JsonNode seen = get("/usage" + lastMonth, developer);
        assertThat(seen.path("total").asText()).isEqualTo(Integer.toString(CALLS + 77));
        assertThat(seen.path("items")).hasSize(1);
        assertThat(get("/usage" + lastMonth + "&billable=true&groupBy=api,status", owner)
                        .path("total")
                        .asText())
                .isEqualTo(Integer.toString(CALLS));
        assertThat(get("/usage" + lastMonth, stranger).path("total").asText()).isEqualTo("0");
        assertThat(send("GET", "/api/v1/tenants/acme/usage?consumer=" + consumer, null, stranger)
                        .statusCode())
                .isEqualTo(404);
        JsonNode page = get("/requests" + lastMonth + "&limit=200", developer);
        assertThat(page.path("items")).hasSize(200);
        assertThat(page.path("nextCursor").isTextual()).isTrue();
        assertThat(get("/requests" + lastMonth, stranger).path("items")).isEmpty();
        String place = UsageReader.placeBefore(start(LAST_MONTH));
        JsonNode arrived = get("/requests?limit=200&after=" + place, developer);
        assertThat(arrived.path("items")).as("what a follower sees").hasSize(200);
        JsonNode next =
                get("/requests?limit=200&after=" + arrived.path("followCursor").asText(), developer);
        assertThat(next.at("/items/0/endedAt").asText())
                .isGreaterThanOrEqualTo(arrived.at("/items/199/endedAt").asText());
        assertThat(get("/requests?after=" + place, stranger).path("items")).isEmpty();
        assertThat(get("/requests?after=" + page.path("followCursor").asText(), developer)
                        .path("items"))
                .as("after what is complete now, nothing has come")
                .isEmpty();
        problem(send("GET", "/api/v1/tenants/acme/requests?after=nonsense", null, owner), 400);
        assertThat(problem(send("GET", "/api/v1/tenants/acme/usage?window=year", null, owner), 400)
                        .path("detail")
                        .asText())
                .contains("window");
    }

    @Test
    @Order(7)
    void a_preview_shows_what_the_running_month_costs_so_far() throws Exception {
        JsonNode preview = get("/invoices/preview?subscription=" + subscription, developer);
        assertThat(preview.at("/lines/0/quantity").asText()).isEqualTo("500");
        assertThat(preview.at("/total/amount").asText()).isEqualTo("1.00");
        assertThat(send("GET", "/api/v1/tenants/acme/invoices/preview?subscription=" + subscription, null, stranger)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(8)
    void a_month_is_billed_once_and_only_when_it_is_over() throws Exception {
        assertThat(problem(run(YearMonth.now(BERLIN), owner), 409).path("type").asText())
                .isEqualTo("/problems/period-still-open");
        problem(run(LAST_MONTH, developer), 403);
        assertThat(problem(post("/billing-runs", "{\"month\":\"2026-13\"}", owner), 422)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/month");
        List<JsonNode> atOnce =
                atOnce(4, () -> JSON.readTree(run(LAST_MONTH, owner).body()));
        assertThat(atOnce.stream().mapToInt(one -> one.path("issued").asInt()).sum())
                .as("%s", atOnce)
                .isEqualTo(1);
        assertThat(atOnce).allSatisfy(one -> assertThat(one.path("invoices")).hasSize(1));
        JsonNode first = atOnce.getFirst();
        JsonNode again = JSON.readTree(run(LAST_MONTH, owner).body());
        assertThat(again.path("issued").asInt()).isZero();
        assertThat(again.path("alreadyIssued").asInt()).isEqualTo(1);
        assertThat(again.path("invoices")).isEqualTo(first.path("invoices"));
        invoice = first.at("/invoices/0").asText();
    }

    @Test
    @Order(9)
    void the_invoice_line_is_calls_times_price_and_its_pdf_is_what_was_issued() throws Exception {
        JsonNode read = get("/invoices/" + invoice, developer);
        assertThat(read.at("/lines/0/quantity").asText()).isEqualTo(Integer.toString(CALLS));
        assertThat(read.at("/lines/0/unitPrice/amount").asText()).isEqualTo("0.002");
        assertThat(new BigDecimal(read.at("/total/amount").asText())).isEqualTo(new BigDecimal("24.69"));
        assertThat(read.at("/buyer/name").asText()).isEqualTo("Globex Großhandel AG");
        HttpResponse<byte[]> pdf = bytes("/invoices/" + invoice + ".pdf", developer);
        assertThat(pdf.headers().firstValue("Content-Type")).contains("application/pdf");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(pdf.body());
        assertThat(pdf.headers().firstValue("Repr-Digest"))
                .contains("sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
        assertThat(bytes("/invoices/" + invoice + ".pdf", owner).body()).isEqualTo(pdf.body());
        try (PDDocument document = Loader.loadPDF(pdf.body())) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains(
                            "Rechnung", "Globex Großhandel AG", "12.345", "0,002", "24,69", "Shipping Größe · Starter");
        }
        for (String path : List.of("/invoices/" + invoice, "/invoices/" + invoice + ".pdf")) {
            assertThat(send("GET", "/api/v1/tenants/acme" + path, null, stranger)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(get("/invoices", developer).path("items")).hasSize(1);
        assertThat(get("/invoices", stranger).path("items")).isEmpty();
        System.out.printf(
                "%d calls x 0.002 EUR = %s EUR on %s%n",
                CALLS, read.at("/total/amount").asText(), read.path("number").asText());
    }

    @Test
    @Order(10)
    void a_cancelled_subscription_is_taken_from_the_gateways() throws Exception {
        HttpResponse<String> foreign = post("/subscriptions/" + subscription + "/cancel", "{}", stranger);
        assertThat(foreign.statusCode()).isEqualTo(404);
        JsonNode ended = JSON.readTree(post("/subscriptions/" + subscription + "/cancel", "{}", developer)
                .body());
        assertThat(ended.path("status").asText()).isEqualTo("cancelled");
        assertThat(gateway("subscription", subscription).isMissingNode()).isTrue();
        JsonNode again = JSON.readTree(
                post("/subscriptions/" + subscription + "/cancel", "{}", owner).body());
        assertThat(again.path("endsAt")).isEqualTo(ended.path("endsAt"));
    }

    @Test
    @Order(11)
    void without_the_usage_store_usage_is_503_and_issued_invoices_are_still_there() throws Exception {
        clickHouse.close();
        for (String path : List.of("/usage", "/requests", "/invoices/preview?subscription=" + subscription)) {
            JsonNode away = problem(send("GET", "/api/v1/tenants/acme" + path, null, owner), 503);
            assertThat(away.path("type").asText()).as(path).isEqualTo("/problems/usage-unavailable");
            assertThat(away.toString()).doesNotContain("Exception", "localhost");
        }
        assertThat(get("/invoices/" + invoice, developer).path("id").asText()).isEqualTo(invoice);
    }

    private void use(YearMonth month, int calls, boolean billable) throws Exception {
        Instant from = start(month);
        clickHouse.execute("""
            INSERT INTO tallygate.usage_event (id, tenant, environment, subscription, consumer, application, credential,
                product, plan_version, api, api_version, route, operation, method, status, outcome, billable, started_at,
                ended_at, latency_micros, upstream_micros, request_bytes, response_bytes, gateway_group, instance,
                configuration_revision)
            SELECT generateUUIDv4(number), '%s', 'live', '%s', '%s', '%s', generateUUIDv4(), '%s', generateUUIDv4(), '%s',
                generateUUIDv4(), generateUUIDv4(), 'listParcels', 'GET', %d, 'answered', %s,
                fromUnixTimestamp64Micro(%d + number, 'UTC'), fromUnixTimestamp64Micro(%d + number, 'UTC'), 1000, 900, 0,
                100, 'shared', 'test', 1
            FROM numbers(%d)\
            """.formatted(
                        tenantId(),
                        subscription,
                        consumer,
                        application,
                        product,
                        api,
                        billable ? 200 : 404,
                        billable,
                        from.toEpochMilli() * 1000,
                        from.toEpochMilli() * 1000,
                        calls));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(BERLIN).toInstant();
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(times, work))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private HttpResponse<String> run(YearMonth month, String token) throws Exception {
        return post("/billing-runs", "{\"month\":\"" + month + "\"}", token);
    }

    private String importApi(String slug) throws Exception {
        String body = JSON.createObjectNode()
                .put("slug", slug)
                .put("basePath", "/" + slug)
                .put("upstream", "http://127.0.0.1:8501")
                .put("document", DOCUMENT)
                .toString();
        return made("/apis", body).path("id").asText();
    }

    private static String consumer(String name, String email) {
        return """
            {"name":"%s","legalName":"%s Großhandel AG","address":["Ring 5","50667 Köln"],"country":"DE",
             "timeZone":"Europe/Berlin","members":[{"email":"%s","role":"developer"}]}\
            """.formatted(name, name, email);
    }

    private String tenantId() throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                var sql = connection.createStatement();
                var rows = sql.executeQuery("select id from portal.tenant where slug = 'acme'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// What a sign-in and a click would have given: the person bound to the prepared address, and a token
    /// of theirs.
    private String token(String tenant, String table, String email) throws Exception {
        Secret secret = Secret.issue("tgp");
        try (Connection connection = portal.database().asAdministrator();
                var sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(
                            "update portal.%s set subject = '%s' where email = '%s'".formatted(table, email, email)))
                    .isEqualTo(1);
            sql.executeUpdate(
                    "insert into portal.access_token (id, tenant_id, subject, email, name, sha256, last4, scopes,"
                            + " created_at)"
                            + " select uuidv7(), id, '%s', '%s', 'test', '%s', '%s', '{%s}', now() from portal.tenant where slug = '%s'"
                                    .formatted(email, email, secret.sha256(), secret.last4(), scopes(), tenant));
        }
        return secret.text();
    }

    private static String scopes() {
        return Stream.of(Scope.values()).map(Scope::wireName).collect(Collectors.joining(","));
    }

    /// What gateways are told; missing when it was deleted.
    private JsonNode gateway(String kind, String id) throws Exception {
        try (Connection connection = portal.database().asAdministrator();
                var sql = connection.prepareStatement(
                        "select value from portal.gateway_change where kind = ? and entity_id = ?::uuid and not"
                                + " deleted")) {
            sql.setString(1, kind);
            sql.setString(2, id);
            try (var rows = sql.executeQuery()) {
                return rows.next() ? JSON.readTree(rows.getString(1)) : JSON.missingNode();
            }
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body, String token)
            throws Exception {
        return portal.send(method, path, body, "Authorization", "Bearer " + token, "If-Match", "*");
    }

    private HttpResponse<String> post(String path, String body, String token) throws Exception {
        return send("POST", "/api/v1/tenants/acme" + path, body, token);
    }

    private JsonNode made(String path, String body) throws Exception {
        HttpResponse<String> answer = post(path, body, owner);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private JsonNode get(String path, String token) throws Exception {
        HttpResponse<String> answer = send("GET", "/api/v1/tenants/acme" + path, null, token);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> bytes(String path, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(portal.url() + "/api/v1/tenants/acme" + path))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        return JSON.readTree(answer.body());
    }
}
