package io.tallygate.clickhouse;

import static io.tallygate.clickhouse.RunningClickHouse.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Results and rows that are larger than the process's heap of 256 MiB, and what happens when they are cut off.
class StreamingTest {
    private static final RunningClickHouse ENGINE = RunningClickHouse.shared();
    private static final String ENDLESS =
            "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";

    @Test
    void a_result_of_a_gibibyte_passes_through() throws Exception {
        try (Socket socket = ENGINE.raw(request("SELECT repeat('0123456789abcde', 64) FROM numbers(1200000)", ""))) {
            socket.setReceiveBufferSize(1 << 20);
            InputStream in = socket.getInputStream();
            long size = 0;
            byte[] piece = new byte[1 << 20];
            byte[] last = new byte[0];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                size += read;
                if (read >= 7) {
                    last = Arrays.copyOfRange(piece, read - 7, read);
                    if (Arrays.equals(last, "\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8))) {
                        break;
                    }
                }
            }
            assertThat(size).isGreaterThan(1_200_000L * 961).isGreaterThan(1L << 30);
        }
    }

    @Test
    void more_rows_than_the_heap_holds_go_in_while_they_arrive() throws Exception {
        ENGINE.ask("CREATE TABLE wide_rows (s String) ENGINE = Null");
        byte[] row = ("x".repeat(8_191) + "\n").getBytes(StandardCharsets.UTF_8);
        int rows = 40_000;
        String head = "POST /?query=" + encoded("INSERT INTO tallygate.wide_rows FORMAT TSV")
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + (long) rows * row.length
                + "\r\n\r\n";
        try (Socket socket = ENGINE.raw(head)) {
            for (int i = 0; i < rows; i++) {
                socket.getOutputStream().write(row);
            }
            assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK").contains("\"written_rows\":\"40000\"");
        }
    }

    @Test
    void a_failure_in_the_middle_is_told_in_the_body_and_the_answer_has_no_end() throws IOException {
        try (Socket socket =
                ENGINE.raw(request("SELECT number, throwIf(number = 3000000) FROM numbers(10000000)", ""))) {
            String answer = rest(socket);
            String tag = answer.split("X-ClickHouse-Exception-Tag: ", 2)[1].substring(0, 16);
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\r\n__exception__\r\n" + tag + "\r\nCode: 395.");
            assertThat(answer).doesNotContain("\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_failure_in_the_first_mebibyte_has_a_status_of_its_own() {
        var answer = ENGINE.post(
                "max_threads=1&max_block_size=10000", "SELECT number, throwIf(number = 75000) FROM numbers(200000)");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("X-ClickHouse-Exception-Code")).isEqualTo("395");
    }

    @Test
    void who_waits_for_the_end_gets_a_status_for_any_failure_and_all_rows_otherwise() {
        var failed =
                ENGINE.post("wait_end_of_query=1", "SELECT number, throwIf(number = 3000000) FROM numbers(10000000)");
        assertThat(failed.status()).isEqualTo(500);
        var whole = ENGINE.post("wait_end_of_query=1", "SELECT number FROM numbers(1000000)");
        assertThat(whole.body()).hasSize(6_888_890);
        assertThat(whole.header("X-ClickHouse-Summary")).contains("\"result_rows\":\"1000000\"");
    }

    @Test
    void a_statement_ends_when_its_client_leaves_before_the_first_row() throws Exception {
        Socket socket = ENGINE.raw(request(ENDLESS, "query_id=abandoned"));
        await(
                "1",
                "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'");
        socket.close();
        long began = System.nanoTime();
        await(
                "0",
                "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(2_000);
    }

    @Test
    void a_statement_ends_when_its_client_leaves_in_the_middle_of_the_result() throws Exception {
        Socket socket = ENGINE.raw(request("SELECT number FROM numbers(10000000000) -- middle", ""));
        socket.getInputStream().readNBytes(5_000_000);
        socket.close();
        await(
                "0",
                "SELECT count() FROM system.processes WHERE query LIKE '%-- middle%' AND query NOT LIKE '%processes%'");
    }

    @Test
    void a_statement_is_killed_by_the_query_id_that_its_client_gave() throws Exception {
        var asked = CompletableFuture.supplyAsync(
                () -> ENGINE.post("query_id=to-kill", ENDLESS + " SETTINGS max_threads = 1"));
        await(
                "1",
                "SELECT count() FROM system.processes WHERE query LIKE '%max_threads = 1' AND query NOT LIKE"
                        + " '%processes%'");
        assertThat(ENGINE.post("query_id=to-kill", "SELECT 1").header("X-ClickHouse-Exception-Code"))
                .isEqualTo("216");
        assertThat(ENGINE.ask("KILL QUERY WHERE query_id = 'to-kill'")).contains("sipHash64");
        var answer = asked.get(5, TimeUnit.SECONDS);
        assertThat(answer.header("X-ClickHouse-Exception-Code")).isEqualTo("394");
    }

    @Test
    void an_insert_whose_body_is_cut_off_leaves_nothing() throws Exception {
        ENGINE.ask("CREATE TABLE cut_off (n UInt64) ENGINE = MergeTree ORDER BY n");
        String insert = "POST /?query=" + encoded("INSERT INTO tallygate.cut_off FORMAT TSV")
                + " HTTP/1.1\r\nHost: localhost\r\n";
        for (String body :
                List.of("Content-Length: 100\r\n\r\n1\n2\n3\n", "Transfer-Encoding: chunked\r\n\r\n4\r\n4\n5\n\r\n")) {
            try (Socket socket = ENGINE.raw(insert + body)) {
                socket.shutdownOutput();
                assertThat(rest(socket)).doesNotContain("200 OK");
            }
        }
        assertThat(ENGINE.ask("SELECT count() FROM cut_off")).isEqualTo("0");
    }

    private static String request(String statement, String parameters) {
        return "POST /?" + parameters + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + statement.length()
                + "\r\n\r\n" + statement;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void await(String expected, String question) throws InterruptedException {
        for (int i = 0; i < 250 && !ENGINE.ask(question).equals(expected); i++) {
            Thread.sleep(20);
        }
        assertThat(ENGINE.ask(question)).isEqualTo(expected);
    }
}
