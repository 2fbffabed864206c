package io.tallygate.portal.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.audit.SignedJson;
import io.tallygate.portal.audit.Verification;
import io.tallygate.portal.audit.store.AuditReader;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tenant that was erased is nowhere any more but where its receipt says, and nobody else misses anything.
class ErasureIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);
    private static final String ROWS = """
        select n.nspname || '.' || c.relname, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1\
        """;

    private final RunningPortal portal = PortalWithUsage.shared().portal();
    private SellingTenant shop;
    private ApiClient owner;
    private ApiClient operator;
    private String ownerAddress;

    @BeforeEach
    void a_tenant_with_some_of_everything() throws Exception {
        shop = sold();
        owner = shop.owner();
        operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
        ownerAddress = owner.read("/members").at("/items/0/email").asText();
    }

    private static SellingTenant sold() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        Instant start = LAST_MONTH.atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        JsonNode key = shop.key("live");
        shop.use("live", subscription, key.path("id").asText(), start.plusSeconds(60), 30);
        shop.owner().make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}");
        shop.owner().make("/tokens", "{\"name\":\"ci\"}");
        shop.owner()
                .make(
                        "/invitations",
                        "{\"email\":\"%s\",\"role\":\"viewer\"}"
                                .formatted(ApiClient.Person.named("guest").email()));
        shop.owner().make("/exports", "{}");
        return shop;
    }

    @Test
    void nothing_is_left_but_what_the_signed_receipt_says_and_the_neighbour_is_untouched() throws Exception {
        SellingTenant other = sold();
        Thread.sleep(1_500); // its archive and messages are made
        String token =
                owner.make("/tokens", "{\"name\":\"pipeline\"}").path("token").asText();
        JsonNode invoice = owner.read("/invoices").at("/items/0");
        Map<String, Long> before = rowsOf(other.tenant());
        assertThat(before).containsKeys("portal.credential", "billing.invoice", "portal.tenant_export_part");

        JsonNode asked = operator.make("/erase", "{\"slug\":\"%s\",\"now\":true}".formatted(owner.tenant()));
        String id = asked.path("id").asText();
        JsonNode done = done(id);
        assertThat(done.path("slug").asText()).isEqualTo(owner.tenant());
        assertThat(owner.get("").statusCode()).isEqualTo(404);
        assertThat(owner.withToken(token).get("").statusCode()).isEqualTo(401);
        assertThat(routes()).as("what gateways serve of it").isZero();

        String receipt = operator.get("/api/v1/erasures/" + id + "/receipt").body();
        String x = ApiClient.json(portal.get("/.well-known/tallygate-audit-keys.json"))
                .at("/keys/0/x")
                .asText();
        JsonNode said = SignedJson.verified(receipt, x).orElseThrow();
        everyChangedByteShows(receipt, x);
        assertThat(said.path("tenant").asText()).isEqualTo(shop.tenant());
        assertThat(said.at("/askedBy/kind").asText()).isEqualTo("operator");
        assertThat(rows(said, "portal.api")).isEqualTo(1);
        assertThat(rows(said, "portal.credential")).isEqualTo(1);
        assertThat(rows(said, "portal.tenant")).isEqualTo(1);
        assertThat(rows(said, "billing.invoice")).isEqualTo(1);
        assertThat(rows(said, "usage.usage_event")).isEqualTo(30);
        assertThat(portal.mails().await(ownerAddress)).isNotNull();

        foundOnlyWhereItIsSaid(said);
        assertThat(rowsOf(other.tenant())).as("the neighbour").isEqualTo(before);
        assertThat(count("SELECT count() FROM tallygate.usage_event WHERE tenant = '" + shop.tenant() + "'"))
                .isZero();
        assertThat(count("SELECT count() FROM tallygate.usage_event WHERE tenant = '" + other.tenant() + "'"))
                .isEqualTo(30);
        assertThat(other.owner().read("/invoices").path("items")).hasSize(1);

        JsonNode kept = operator.read("/api/v1/erasures/" + id + "/retained-invoices");
        assertThat(kept.path("items")).hasSize(1);
        assertThat(kept.at("/items/0/number").asText())
                .isEqualTo(invoice.path("number").asText());
        assertThat(kept.at("/items/0/total")).isEqualTo(invoice.path("total"));
        assertThat(operator.get("/api/v1/erasures/" + id + "/retained-invoices/"
                                + kept.at("/items/0/id").asText() + "/document")
                        .body())
                .startsWith("%PDF");
        theChainIsIntactOnlyWithTheReceipt(x);

        JsonNode again = operator.make("/erase", "{\"slug\":\"%s\"}".formatted(owner.tenant()));
        assertThat(again.path("status").asText()).isEqualTo("done");
        assertThat(operator.get("/api/v1/erasures/" + id + "/receipt").body()).isEqualTo(receipt);
        assertThat(portal.mails().to(ownerAddress).stream()
                        .filter(mail -> mail.text().contains(receipt.strip()))
                        .toList())
                .as("the receipt by mail, once")
                .hasSize(1);
        HttpResponse<String> reserved = operator.send("POST", "/api/v1/tenants", """
            {"slug":"%s","name":"Again","country":"DE","timeZone":"Europe/Berlin","currency":"EUR","owner":{"email":"x@example.com"}}
            """.formatted(owner.tenant()));
        assertThat(reserved.statusCode()).isEqualTo(422);
        assertThat(reserved.body()).contains("/slug");
        for (String path : List.of("", "/" + id, "/" + id + "/receipt", "/" + id + "/retained-invoices")) {
            assertThat(other.owner().get("/api/v1/erasures" + path).statusCode())
                    .as("only the operator: " + path)
                    .isEqualTo(403);
        }
    }

    @Test
    void keys_are_refused_at_once_and_until_the_grace_is_over_an_owner_takes_it_back() throws Exception {
        assertThat(owner.post("/erase", "{\"slug\":\"another\"}").body()).contains("/slug");
        assertThat(owner.post("/erase", "{\"slug\":\"%s\",\"now\":true}".formatted(owner.tenant()))
                        .body())
                .contains("/now");
        assertThat(shop.buyer()
                        .post("/erase", "{\"slug\":\"%s\"}".formatted(owner.tenant()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(owner.get("/erase").statusCode()).isEqualTo(404);
        assertThat(owner.read("").path("status").asText()).isEqualTo("active");

        JsonNode asked = owner.make("/erase", "{\"slug\":\"%s\"}".formatted(owner.tenant()));
        assertThat(asked.path("status").asText()).isEqualTo("waiting");
        assertThat(Duration.between(
                        Instant.parse(asked.path("askedAt").asText()),
                        Instant.parse(asked.path("dueAt").asText())))
                .isEqualTo(Duration.ofDays(7));
        assertThat(suspendedAtGateways()).isTrue();
        assertThat(owner.post("/consumers", "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(owner.make("/erase", "{\"slug\":\"%s\"}".formatted(owner.tenant())))
                .as("asked again")
                .isEqualTo(asked);
        assertThat(owner.read("/erase")).isEqualTo(asked);
        assertThat(portal.mails().await(ownerAddress).text())
                .contains("/console/" + owner.tenant() + "/settings/erase");

        Map<String, Long> waiting = rowsOf(shop.tenant());
        assertThat(owner.post("/erase/cancel", "{}").statusCode()).isEqualTo(204);
        assertThat(owner.read("").path("status").asText()).isEqualTo("active");
        assertThat(suspendedAtGateways()).isFalse();
        assertThat(owner.post("/erase/cancel", "{}").statusCode()).isEqualTo(409);
        assertThat(rowsOf(shop.tenant()).get("portal.api")).isEqualTo(waiting.get("portal.api"));
        owner.make("/consumers", "{\"name\":\"x\"}");
    }

    @Test
    void an_erasure_that_breaks_off_goes_on_from_where_it_was() throws Exception {
        String whose = "old.tenant_id = '" + shop.tenant() + "'";
        administrator("create function portal.break_off() returns trigger language plpgsql as $$ begin raise exception"
                + " 'broken off'; end $$");
        administrator("create trigger break_off before delete on portal.api for each row when (" + whose
                + ") execute function portal.break_off()");
        String id = operator.make("/erase", "{\"slug\":\"%s\",\"now\":true}".formatted(owner.tenant()))
                .path("id")
                .asText();
        await("running", () -> status(id).equals("running"));
        Thread.sleep(1_000);
        assertThat(rowsOf(shop.tenant())).as("nothing half").containsKeys("portal.api", "portal.credential");

        administrator("create trigger break_off before update on portal.tenant_erasure for each row when (" + whose
                + " and new.status = 'done') execute function portal.break_off()");
        administrator("drop trigger break_off on portal.api");
        await("emptied", () -> !rowsOf(shop.tenant()).containsKey("portal.api"));
        assertThat(status(id)).isEqualTo("running");

        administrator("drop trigger break_off on portal.tenant_erasure");
        administrator("drop function portal.break_off()");
        done(id);
        JsonNode receipt = ApiClient.json(operator.get("/api/v1/erasures/" + id + "/receipt"));
        assertThat(rows(receipt, "portal.api")).isEqualTo(1);
        assertThat(rows(receipt, "usage.usage_event")).isEqualTo(30);
        assertThat(portal.mails().await(ownerAddress)).isNotNull();
        foundOnlyWhereItIsSaid(receipt);
    }

    private static void everyChangedByteShows(String receipt, String x) {
        byte[] bytes = receipt.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(SignedJson.verified(new String(changed, UTF_8), x)).isEmpty();
        }
    }

    /// In the text of every row of every table.
    private void foundOnlyWhereItIsSaid(JsonNode receipt) throws Exception {
        List<String> allowed = new ArrayList<>();
        receipt.path("kept")
                .forEach(kept -> allowed.add(kept.path("what").asText().replaceAll(" .*", "")));
        List<String> needles = List.of(
                shop.tenant(), owner.tenant(), ownerAddress, shop.buyerPerson().email());
        await("the work itself is gone", () -> !found("portal.scheduled_task", needles));
        List<String> wrong = new ArrayList<>();
        int searched = 0;
        for (String table : tables().keySet()) {
            searched++;
            if (found(table, needles) && !allowed.contains(table)) {
                wrong.add(table);
            }
        }
        assertThat(searched).isGreaterThan(40);
        assertThat(wrong).as("tables that still know the tenant").isEmpty();
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from portal.audit_event where tenant_id = '" + shop.tenant() + "'")) {
            row.next();
            assertThat(row.getLong(1)).as("records of the tenant's own log").isZero();
        }
    }

    private boolean found(String table, List<String> needles) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                PreparedStatement query = connection.prepareStatement("select exists (select from " + table
                        + " r, unnest(?::text[]) needle (text) where position(needle.text in"
                        + " to_jsonb(r)::text) > 0)")) {
            query.setArray(1, connection.createArrayOf("text", needles.toArray()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private Map<String, Boolean> tables() throws SQLException {
        Map<String, Boolean> tables = new TreeMap<>();
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS)) {
            while (row.next()) {
                tables.put(row.getString(1), row.getBoolean(2));
            }
        }
        return tables;
    }

    /// By table; those without a row, and what the product's own upkeep moves, are left out.
    private Map<String, Long> rowsOf(String tenant) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Boolean> table : tables().entrySet()) {
                if (table.getValue()
                        && !List.of("portal.audit_checkpoint", "portal.tenant_minute", "portal.scheduled_task")
                                .contains(table.getKey())) {
                    try (ResultSet row = statement.executeQuery(
                            "select count(*) from " + table.getKey() + " where tenant_id = '" + tenant + "'")) {
                        row.next();
                        if (row.getLong(1) > 0) {
                            rows.put(table.getKey(), row.getLong(1));
                        }
                    }
                }
            }
        }
        return rows;
    }

    private void theChainIsIntactOnlyWithTheReceipt(String x) throws Exception {
        TenantId tenant = new TenantId(UUID.fromString(shop.tenant()));
        try (Connection connection = portal.database().asAdministrator()) {
            connection.setAutoCommit(false);
            AuditReader reader = new AuditReader(connection);
            Verification.Reads reads = new Verification.Reads() {
                @Override
                public <T> T read(Verification.Reading<T> reading) throws SQLException {
                    return reading.of(reader);
                }
            };
            Verification verification = new Verification(null, x, List.of());
            assertThat(verification.of(tenant, reads).isIntact()).isTrue();
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("update portal.tenant_erasure set receipt = replace(receipt, '\"records\":',"
                        + " '\"records\":1') where tenant_id = '" + tenant + "'");
            }
            assertThat(verification.of(tenant, reads).isIntact()).isFalse();
            connection.rollback();
        }
    }

    private boolean suspendedAtGateways() throws SQLException {
        return 1
                == number("select count(*) from portal.gateway_change where kind = 'tenant' and not deleted and"
                        + " tenant_id = '"
                        + shop.tenant() + "' and value ->> 'status' = 'suspended'");
    }

    private long routes() throws SQLException {
        return number(
                "select count(*) from portal.gateway_change where not deleted and tenant_id = '" + shop.tenant() + "'");
    }

    private long number(String query) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void administrator(String sql) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String query) throws Exception {
        return Long.parseLong(PortalWithUsage.shared().store().execute(query).strip());
    }

    private static long rows(JsonNode receipt, String table) {
        long rows = 0;
        for (JsonNode deleted : receipt.path("deleted")) {
            rows += deleted.path("table").asText().equals(table)
                    ? deleted.path("rows").asLong()
                    : 0;
        }
        return rows;
    }

    private String status(String id) throws Exception {
        return operator.read("/api/v1/erasures/" + id).path("status").asText();
    }

    private JsonNode done(String id) throws Exception {
        await("erased", () -> status(id).equals("done"));
        return operator.read("/api/v1/erasures/" + id);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }
}
