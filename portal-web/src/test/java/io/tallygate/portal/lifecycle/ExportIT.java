package io.tallygate.portal.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// Everything of a tenant in one archive: each table that there is, documents, invoices and usage to the byte, nothing
/// of anybody else, and no secret.
class ExportIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);
    private static final int CALLS = 12_003;

    @Test
    void an_archive_holds_every_table_document_invoice_and_call_of_a_tenant_and_no_secret() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        SellingTenant other = SellingTenant.at(PortalWithUsage.shared());
        ApiClient owner = shop.owner();
        Instant start = LAST_MONTH.atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        JsonNode key = shop.key("live");
        shop.use("live", subscription, key.path("id").asText(), start.plusSeconds(60), CALLS);
        String invoice = owner.make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}")
                .at("/invoices/0")
                .asText();

        owner.make("/suspend", "{}");
        String export = owner.make("/exports", "{}").path("id").asText();
        byte[] archive = archive(shop, export);
        Map<String, byte[]> entries = entries(archive);
        JsonNode manifest = new ObjectMapper().readTree(content(entries, "manifest.json"));
        assertThat(owner.read("/exports/" + export).path("sha256").asText()).isEqualTo(sha256(archive));

        assertThat(manifest.path("format").asText()).isEqualTo("tallygate-export");
        assertThat(manifest.path("entries")).hasSize(entries.size() - 1);
        for (JsonNode entry : manifest.path("entries")) {
            byte[] content = content(entries, entry.path("name").asText());
            assertThat(sha256(content)).isEqualTo(entry.path("sha256").asText());
            if (entry.path("name").asText().endsWith(".ndjson")) {
                assertThat(new String(content, UTF_8).lines().count())
                        .isEqualTo(entry.path("rows").asLong());
            }
        }
        assertThat(new String(content(entries, "usage/usage_event.ndjson"), UTF_8).lines())
                .hasSize(CALLS);
        assertThat(new String(content(entries, "documents/apis/orders/" + versionOf(shop) + ".json"), UTF_8))
                .isEqualTo(SellingTenant.document("1.0.0", "/orders"));
        assertThat(entries.keySet()).anyMatch(name -> name.startsWith("documents/invoices/"));
        assertThat(new String(content(entries, "data/billing/invoice.ndjson"), UTF_8))
                .contains(invoice);

        for (String table : tables(shop)) {
            boolean leftOut = manifest.path("leftOut").has(table);
            boolean there = entries.containsKey("data/" + table.replace('.', '/') + ".ndjson");
            assertThat(leftOut ^ there)
                    .as(table + " is in it, or left out for a reason")
                    .isTrue();
        }
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            String text = new String(entry.getValue(), UTF_8);
            assertThat(text)
                    .as(entry.getKey())
                    .doesNotContain(
                            other.tenant(),
                            other.owner().tenant(),
                            key.path("key").asText());
            if (entry.getKey().endsWith("/credential.ndjson")) {
                assertThat(text).contains(key.path("id").asText());
            }
            if (entry.getKey().endsWith("credential.ndjson")) {
                assertThat(text).doesNotContain("sha256");
            }
        }
    }

    @Test
    void an_archive_is_for_those_who_manage_the_tenant() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        String export = shop.owner().make("/exports", "{}").path("id").asText();
        assertThat(shop.buyer().post("/exports", "{}").statusCode()).isEqualTo(403);
        assertThat(shop.buyer().get("/exports/" + export + "/archive").statusCode())
                .isEqualTo(403);
        ApiClient stranger = ApiClient.ofNewTenant(shop.at().portal());
        assertThat(stranger.get("/exports/" + export).statusCode()).isEqualTo(404);
        assertThat(stranger.at(shop.owner().tenant()).get("/exports/" + export).statusCode())
                .isEqualTo(404);
    }

    private static byte[] archive(SellingTenant shop, String export) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!shop.owner().read("/exports/" + export).path("status").asText().equals("ready")) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(100);
        }
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(shop.at().portal().url() + "/api/v1/tenants/"
                                        + shop.owner().tenant() + "/exports/" + export + "/archive"))
                                .header(
                                        "Authorization",
                                        "Bearer " + shop.owner().token())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String versionOf(SellingTenant shop) throws Exception {
        return shop.owner()
                .read("/apis/" + shop.api() + "/versions")
                .at("/items/0/id")
                .asText();
    }

    private static Map<String, byte[]> entries(byte[] archive) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] content(Map<String, byte[]> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /// Of the catalogue: a table of tomorrow is asked for too.
    private static Iterable<String> tables(SellingTenant shop) throws Exception {
        var tables = new java.util.ArrayList<String>();
        try (Connection connection = shop.at().portal().database().asAdministrator();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid ="
                            + " c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'"
                            + " where n.nspname in ('portal', 'billing') and c.relkind in ('r', 'p')")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).hasSizeGreaterThan(20);
        return tables;
    }
}
