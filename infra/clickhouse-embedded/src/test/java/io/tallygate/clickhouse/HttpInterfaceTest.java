package io.tallygate.clickhouse;

import static io.tallygate.clickhouse.RunningClickHouse.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.clickhouse.RunningClickHouse.Answer;
import io.tallygate.clickhouse.compression.ContentCoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire: headers, codings, binary rows, limits, and who is kept out.
class HttpInterfaceTest {
    private static final RunningClickHouse ENGINE = RunningClickHouse.shared();

    @Test
    void an_answer_says_what_it_is_and_what_it_cost() {
        Answer answer = ENGINE.post("query_id=mine&default_format=JSONEachRow", "SELECT number FROM numbers(3)");
        assertThat(answer.text()).isEqualTo("{\"number\":0}\n{\"number\":1}\n{\"number\":2}\n");
        assertThat(answer.header("X-ClickHouse-Query-Id")).isEqualTo("mine");
        assertThat(answer.header("X-ClickHouse-Format")).isEqualTo("JSONEachRow");
        assertThat(answer.header("X-ClickHouse-Timezone")).isEqualTo("UTC");
        assertThat(answer.header("X-ClickHouse-Summary"))
                .contains("\"read_rows\":\"3\"", "\"read_bytes\":\"24\"", "\"result_rows\":\"3\"");
        assertThat(ENGINE.post("", "SELECT 1 FORMAT TSVWithNames").header("X-ClickHouse-Format"))
                .isEqualTo("TSVWithNames");
        assertThat(ENGINE.post("", "SELECT toString(toDateTime(0))").text()).isEqualTo("1970-01-01 00:00:00\n");
    }

    @Test
    void an_insert_says_what_it_wrote_views_included() {
        ENGINE.ask("CREATE TABLE written (n UInt64) ENGINE = MergeTree ORDER BY n");
        ENGINE.ask("CREATE MATERIALIZED VIEW written_again ENGINE = MergeTree ORDER BY n AS SELECT n FROM written");
        Answer answer =
                ENGINE.post("database=tallygate&query=" + encoded("INSERT INTO written FORMAT TSV"), "1\n2\n3\n");
        assertThat(answer.header("X-ClickHouse-Summary"))
                .contains("\"written_rows\":\"6\"", "\"written_bytes\":\"48\"");
    }

    @ParameterizedTest(name = "statement in the body: {0}")
    @ValueSource(booleans = {true, false})
    void rows_of_any_bytes_arrive_as_they_are(boolean inBody) throws IOException {
        String table = inBody ? "any_bytes_in_body" : "any_bytes_in_url";
        ENGINE.ask("CREATE TABLE " + table + " (n UInt32, s String) ENGINE = MergeTree ORDER BY n");
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        String statement = "INSERT INTO tallygate." + table + " FORMAT RowBinary";
        if (inBody) {
            rows.writeBytes((statement + "\n").getBytes(StandardCharsets.UTF_8));
        }
        for (int n = 0; n < 1_000; n++) {
            rows.write(new byte[] {(byte) n, (byte) (n >> 8), 0, 0, (byte) 0x80, 0x02});
            for (int b = 0; b < 256; b++) {
                rows.write(b);
            }
        }
        Answer answer = ENGINE.post(inBody ? "" : "query=" + encoded(statement), rows.toByteArray());
        assertThat(answer.text()).isEmpty();
        String every = "(SELECT arrayStringConcat(arrayMap(x -> char(x), range(256))))";
        assertThat(ENGINE.ask("SELECT count(), countIf(s = " + every + "), sum(n) FROM " + table))
                .isEqualTo("1000\t1000\t499500");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"LZ4", "GZIP", "DEFLATE"})
    void content_codings_work_both_ways(ContentCoding coding) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out = coding.encode(body)) {
            out.write("SELECT number, 'some text' FROM numbers(200000)".getBytes(StandardCharsets.UTF_8));
        }
        Answer answer = ENGINE.post(
                "enable_http_compression=1",
                body.toByteArray(),
                "Content-Encoding",
                coding.header(),
                "Accept-Encoding",
                "br;q=1, " + coding.header());
        assertThat(answer.header("Content-Encoding")).isEqualTo(coding.header());
        byte[] plain = coding.decode(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8).lines().count()).isEqualTo(200_000);
    }

    @Test
    void broken_frames_are_a_client_s_error_and_insert_nothing() {
        ENGINE.ask("CREATE TABLE broken_frames (n UInt8) ENGINE = MergeTree ORDER BY n");
        Answer answer = ENGINE.post(
                "decompress=1&query=" + encoded("INSERT INTO tallygate.broken_frames FORMAT TSV"), new byte[100]);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("Code: 117.");
        assertThat(ENGINE.ask("SELECT count() FROM broken_frames")).isEqualTo("0");
    }

    @Test
    void a_row_that_does_not_fit_is_named_and_nothing_is_inserted() {
        ENGINE.ask("CREATE TABLE fits (n UInt8) ENGINE = MergeTree ORDER BY n");
        Answer answer =
                ENGINE.post("database=tallygate&query=" + encoded("INSERT INTO fits FORMAT TSV"), "1\nnot a number\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("(at row 2)");
        assertThat(ENGINE.ask("SELECT count() FROM fits")).isEqualTo("0");
    }

    @Test
    void a_connection_is_kept_after_errors_and_large_answers() throws IOException {
        String request = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nSELEC ";
        String last = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 8\r\n\r\nSELECT 7";
        try (Socket socket = ENGINE.raw(request + request + last)) {
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 400 Bad Request", -1)).hasSize(3);
            assertThat(answers).endsWith("\r\n\r\n7\n");
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        try (Socket socket = ENGINE.raw("POST / HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Connection: close\r\n"
                + "Expect: 100-continue\r\n"
                + "Content-Length: 8\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readNBytes(25), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write("SELECT 7".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("\r\n\r\n7\n");
        }
    }

    @Test
    void limits_are_named_and_counted() throws IOException {
        char[] long_ = new char[1_100_000];
        Arrays.fill(long_, ' ');
        assertThat(ENGINE.post("", "SELECT 1" + new String(long_)).text()).contains("Max query size exceeded");
        try (Socket socket =
                ENGINE.raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X-Many: 1\r\n".repeat(200) + "\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 431");
        }
        assertThat(ENGINE.get("/metrics").text())
                .contains(
                        "refused_total{limit=\"statementBytes\"} 1",
                        "refused_total{limit=\"lines\"} 1",
                        "statements_limit 8");
    }

    @Test
    void web_pages_and_names_that_were_made_to_point_here_are_kept_out() throws IOException {
        assertThat(ENGINE.post("", "SELECT 1".getBytes(StandardCharsets.UTF_8), "Origin", "http://evil.example")
                        .status())
                .isEqualTo(403);
        try (Socket socket =
                ENGINE.raw("GET /?query=SELECT%201 HTTP/1.1\r\nHost: evil.example:8123\r\nConnection: close\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void what_is_not_offered_is_said_not_ignored() {
        assertThat(ENGINE.post("session_id=x", "SELECT 1").status()).isEqualTo(501);
        assertThat(ENGINE.post("", new byte[] {1}, "Content-Type", "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(501);
        assertThat(ENGINE.post("", new byte[] {1}, "Content-Encoding", "br").status())
                .isEqualTo(501);
        assertThat(ENGINE.get("/nosuch").status()).isEqualTo(404);
        assertThat(ENGINE.get("/ping").text()).isEqualTo("Ok.\n");
        assertThat(ENGINE.get("/").text()).isEqualTo("Ok.\n");
    }
}
