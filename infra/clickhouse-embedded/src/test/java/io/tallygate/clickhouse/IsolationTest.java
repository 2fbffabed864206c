package io.tallygate.clickhouse;

import static io.tallygate.clickhouse.RunningClickHouse.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests do not touch each other.
class IsolationTest {
    private static final RunningClickHouse ENGINE = RunningClickHouse.shared();
    private static final String STATE =
            "SELECT currentDatabase(), groupArray((name, value)) FROM system.settings WHERE changed AND name !="
                    + " 'log_comment'";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET max_threads = 1, join_use_nulls = 1",
                "USE system",
                "CREATE TEMPORARY TABLE mine (n UInt8)",
                "SELECT 1 SETTINGS max_block_size = 1",
                "SET nonsense = 1",
                "SELECT throwIf(1) SETTINGS max_block_size = 1",
            })
    void nothing_that_a_request_sets_is_there_for_the_next(String statement) {
        String before = ENGINE.ask(STATE);
        for (int i = 0; i < 10; i++) {
            ENGINE.post("join_algorithm=hash&session_timezone=Asia/Tokyo", statement);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(ENGINE.ask(STATE)).isEqualTo(before);
            assertThat(ENGINE.ask("EXISTS TEMPORARY TABLE mine")).isEqualTo("0");
        }
    }

    @Test
    void a_setting_of_the_url_holds_for_its_request() {
        String question = "SELECT value FROM system.settings WHERE name = 'max_block_size'";
        assertThat(ENGINE.post("max_block_size=1234", question).text()).isEqualTo("1234\n");
        assertThat(ENGINE.post("log_comment=" + encoded("it's mine"), "SELECT getSetting('log_comment')")
                        .text())
                .endsWith("it\\'s mine\n");
        assertThat(ENGINE.post("nonsense=1", question).header("X-ClickHouse-Exception-Code"))
                .isEqualTo("115");
        assertThat(ENGINE.post(encoded("a=1,readonly") + "=1", question).header("X-ClickHouse-Exception-Code"))
                .isEqualTo("115");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO victim SELECT 1; DROP TABLE victim",
                "SELECT 1; DROP TABLE victim",
                "SELECT 1; DROP TABLE victim; SELEC",
                "INSERT INTO victim VALUES (1); DROP TABLE victim",
                "SET max_threads = 1; DROP TABLE victim",
                "DROP TABLE IF EXISTS nosuch PARALLEL WITH DROP TABLE victim",
            })
    void a_second_statement_never_runs(String statements) {
        ENGINE.ask("CREATE TABLE IF NOT EXISTS victim (n UInt8) ENGINE = MergeTree ORDER BY n");
        assertThat(ENGINE.post("database=tallygate", statements).status()).isBetween(400, 500);
        assertThat(ENGINE.post("database=tallygate&param_n=1", statements).status())
                .isBetween(400, 500);
        assertThat(ENGINE.ask("EXISTS TABLE victim")).isEqualTo("1");
    }

    @Test
    void a_get_changes_nothing() {
        ENGINE.ask("CREATE TABLE IF NOT EXISTS read_only (n UInt8) ENGINE = MergeTree ORDER BY n");
        assertThat(ENGINE.get("/?query=" + encoded("DROP TABLE tallygate.read_only"))
                        .header("X-ClickHouse-Exception-Code"))
                .isEqualTo("164");
        assertThat(ENGINE.get("/?query=" + encoded("INSERT INTO tallygate.read_only VALUES (1)"))
                        .header("X-ClickHouse-Exception-Code"))
                .isEqualTo("164");
        assertThat(ENGINE.get("/?query=" + encoded("SELECT count() FROM tallygate.read_only"))
                        .text())
                .isEqualTo("0\n");
    }

    @Test
    void parameters_are_values_never_text() {
        String evil = "x' OR 1=1 --";
        assertThat(ENGINE.post("param_s=" + encoded(evil), "SELECT {s:String}").text())
                .isEqualTo("x\\' OR 1=1 --\n");
        ENGINE.ask("CREATE TABLE bound (n UInt64, s String) ENGINE = MergeTree ORDER BY n");
        var answer = ENGINE.post(
                "database=tallygate&param_n=7&param_s=" + encoded(evil),
                "INSERT INTO bound VALUES ({n:UInt64}, {s:String})");
        assertThat(answer.text()).isEmpty();
        assertThat(ENGINE.ask("SELECT n, s FROM bound")).isEqualTo("7\tx\\' OR 1=1 --");
    }

    @Test
    void sixteen_clients_at_once_each_get_their_own_answer() {
        ENGINE.ask("CREATE TABLE shared_table (who UInt8, n UInt64) ENGINE = MergeTree ORDER BY (who, n)");
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                int who = client;
                all.add(CompletableFuture.runAsync(() -> mixed(who), threads));
            }
            all.forEach(CompletableFuture::join);
        }
        assertThat(ENGINE.ask("SELECT count(), uniqExact(who, n) FROM shared_table"))
                .isEqualTo("16000\t16000");
    }

    private static void mixed(int who) {
        for (int i = 0; i < 10; i++) {
            StringBuilder rows = new StringBuilder();
            for (int n = 0; n < 100; n++) {
                rows.append(who).append('\t').append(i * 100 + n).append('\n');
            }
            var insert =
                    ENGINE.post("query=" + encoded("INSERT INTO tallygate.shared_table FORMAT TSV"), rows.toString());
            assertThat(insert.status()).as(insert.text()).isEqualTo(200);
            var select = ENGINE.post(
                    "max_block_size=" + (1000 + who) + "&param_who=" + who,
                    "SELECT count(), getSetting('max_block_size') FROM tallygate.shared_table WHERE who = {who:UInt8}");
            assertThat(select.text()).isEqualTo((i + 1) * 100 + "\t" + (1000 + who) + "\n");
        }
    }
}
