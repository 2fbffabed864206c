package io.tallygate.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseColumn;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ClickHouse's own Java client, used as its documentation shows.
class OfficialClientTest {
    private static final RunningClickHouse ENGINE = RunningClickHouse.shared();
    private static Client client;

    @BeforeAll
    static void connect() {
        client = client(true, false);
        ENGINE.ask("CREATE TABLE every_type (id UUID, word LowCardinality(String), at DateTime64(6, 'UTC'), second"
                + " DateTime('UTC'), day Date, u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, i64 Int64, yes Bool,"
                + " price Decimal(38, 12), text String, maybe Nullable(String), maybeNumber Nullable(UInt64), tags"
                + " Array(String), ratio Float64) ENGINE = MergeTree ORDER BY id");
    }

    private static Client client(boolean compressAnswers, boolean compressRequests) {
        return new Client.Builder()
                .addEndpoint(ENGINE.url())
                .setUsername("default")
                .setPassword("")
                .setDefaultDatabase("tallygate")
                .compressServerResponse(compressAnswers)
                .compressClientRequest(compressRequests)
                .build();
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void it_pings_and_learns_who_answers() {
        client.loadServerInfo();
        assertThat(client.ping()).isTrue();
        assertThat(client.getServerVersion()).startsWith("26.7");
    }

    @Test
    void it_reads_a_table_s_columns() {
        assertThat(client.getTableSchema("every_type").getColumns())
                .extracting(ClickHouseColumn::getColumnName)
                .startsWith("id", "word", "at", "second", "day", "u8")
                .hasSize(17);
    }

    @Test
    void every_type_goes_in_and_comes_back_through_bound_parameters() throws Exception {
        String row = """
            {"id":"0197c7a0-0000-7000-8000-000000000001","word":"live","at":"2026-11-25 10:00:00.123456","second":"2026-11-25 10:00:00",\
            "day":"2026-11-25","u8":255,"u16":65535,"u32":4294967295,"u64":"18446744073709551615","i64":"-9223372036854775808","yes":true,\
            "price":"12345678901234567890.000000000001","text":"a'b\\\\c\\n\\u0000é","maybe":null,"maybeNumber":7,"tags":["x","y'"],"ratio":0.5}
            """;
        try (InsertResponse inserted = client.insert("every_type", bytes(row), ClickHouseFormat.JSONEachRow)
                .get()) {
            assertThat(inserted.getWrittenRows()).isEqualTo(1);
        }
        List<GenericRecord> found = client.queryAll(
                "SELECT * FROM every_type WHERE id = {id:UUID} AND word = {word:String} AND at = {at:DateTime64(6,"
                        + " 'UTC')} AND u64 = {u64:UInt64} AND yes = {yes:Bool} AND price = {price:Decimal(38, 12)} AND"
                        + " text = {text:String} AND u8 IN {list:Array(UInt8)}",
                Map.of(
                        "id", "0197c7a0-0000-7000-8000-000000000001",
                        "word", "live",
                        "at", "2026-11-25 10:00:00.123456",
                        "u64", "18446744073709551615",
                        "yes", "true",
                        "price", "12345678901234567890.000000000001",
                        "text", "a\\'b\\\\c\\n\\0é",
                        "list", "[1,255]"));
        assertThat(found).hasSize(1);
        GenericRecord one = found.getFirst();
        assertThat(one.getUUID("id")).isEqualTo(UUID.fromString("0197c7a0-0000-7000-8000-000000000001"));
        assertThat(one.getString("word")).isEqualTo("live");
        assertThat(one.getLocalDateTime("at")).isEqualTo(LocalDateTime.parse("2026-11-25T10:00:00.123456"));
        assertThat(one.getLocalDateTime("second")).isEqualTo(LocalDateTime.parse("2026-11-25T10:00:00"));
        assertThat(one.getLocalDate("day")).hasToString("2026-11-25");
        assertThat(one.getShort("u8")).isEqualTo((short) 255);
        assertThat(one.getInteger("u16")).isEqualTo(65_535);
        assertThat(one.getLong("u32")).isEqualTo(4_294_967_295L);
        assertThat(one.getBigInteger("u64")).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(one.getLong("i64")).isEqualTo(Long.MIN_VALUE);
        assertThat(one.getBoolean("yes")).isTrue();
        assertThat(one.getBigDecimal("price"))
                .isEqualByComparingTo(new BigDecimal("12345678901234567890.000000000001"));
        assertThat(one.getString("text")).isEqualTo("a'b\\c\n\0é");
        assertThat(one.hasValue("maybe")).isFalse();
        assertThat(one.getLong("maybeNumber")).isEqualTo(7);
        assertThat(one.getStringArray("tags")).containsExactly("x", "y'");
        assertThat(one.getDouble("ratio")).isEqualTo(0.5);
    }

    @ParameterizedTest(name = "answers compressed: {0}, requests compressed: {1}")
    @CsvSource({"true, true", "false, false", "true, false", "false, true"})
    void a_large_batch_goes_both_ways_whatever_is_compressed(boolean answers, boolean requests) throws Exception {
        String table = "batch_" + answers + "_" + requests;
        ENGINE.ask("CREATE TABLE " + table + " (n UInt64, s String) ENGINE = MergeTree ORDER BY n");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            rows.append(i).append(",\"row ").append(i).append("\"\n");
        }
        try (Client one = client(answers, requests)) {
            try (InsertResponse done = one.insert(table, bytes(rows.toString()), ClickHouseFormat.CSV)
                    .get()) {
                assertThat(done.getWrittenRows()).isEqualTo(200_000);
            }
            try (QueryResponse response = one.query(
                            "SELECT s FROM " + table + " ORDER BY n",
                            new QuerySettings().setFormat(ClickHouseFormat.TSV))
                    .get()) {
                String text = new String(response.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text).startsWith("row 0\nrow 1\n").endsWith("row 199999\n");
                assertThat(text.lines().count()).isEqualTo(200_000);
            }
        }
    }

    @Test
    void http_content_codings_serve_the_client_too() throws Exception {
        try (Client one = new Client.Builder()
                        .addEndpoint(ENGINE.url())
                        .setUsername("default")
                        .setPassword("")
                        .useHttpCompression(true)
                        .compressClientRequest(true)
                        .compressServerResponse(true)
                        .build();
                QueryResponse response = one.query(
                                "SELECT repeat('x', 1000000) FROM numbers(3)",
                                new QuerySettings().setFormat(ClickHouseFormat.TSV))
                        .get()) {
            assertThat(response.getInputStream().readAllBytes()).hasSize(3_000_003);
        }
    }

    @ParameterizedTest(name = "{2} → {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "60 | 404 | SELECT * FROM nosuch",
                "62 | 400 | SELEC 1",
                "47 | 404 | SELECT nosuch FROM every_type",
                "81 | 404 | SELECT * FROM nosuch.t",
                "46 | 404 | SELECT nosuch(1)",
                "395 | 500 | SELECT throwIf(1)",
                "497 | 403 | CREATE USER u",
                "62 | 400 | SELECT 1; SELECT 2",
            })
    void an_error_keeps_its_code(int code, int status, String statement) {
        assertThatThrownBy(() -> client.query(statement).get()).satisfies(thrown -> {
            Throwable cause = thrown instanceof ExecutionException e && e.getCause() != null ? e.getCause() : thrown;
            assertThat(cause).isInstanceOf(ServerException.class);
            assertThat(((ServerException) cause).getCode()).isEqualTo(code);
            assertThat(((ServerException) cause).getTransportProtocolCode()).isEqualTo(status);
        });
    }

    @Test
    void a_block_that_is_sent_again_with_its_token_counts_once() throws Exception {
        ENGINE.ask("CREATE TABLE once (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS"
                + " non_replicated_deduplication_window = 1000");
        ENGINE.ask("CREATE TABLE once_total (one UInt8, calls UInt64) ENGINE = SummingMergeTree ORDER BY one SETTINGS"
                + " non_replicated_deduplication_window = 1000");
        ENGINE.ask(
                "CREATE MATERIALIZED VIEW once_view TO once_total AS SELECT 1 AS one, count() AS calls FROM once GROUP"
                        + " BY one");
        for (String token : List.of("block-1", "block-1", "block-2", "block-1")) {
            InsertSettings settings = new InsertSettings()
                    .setDeduplicationToken(token)
                    .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1");
            client.insert("once", bytes("1\n2\n3\n"), ClickHouseFormat.TSV, settings)
                    .get()
                    .close();
        }
        assertThat(ENGINE.ask("SELECT count() FROM once")).isEqualTo("6");
        assertThat(ENGINE.ask("SELECT sum(calls) FROM once_total")).isEqualTo("6");
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
