package io.tallygate.gateway.policy.units;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.JsonUpstream;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.StoredUsage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an answer says that its call has used comes to the store exactly, and the client sees nothing of it.
class UnitsPolicyTest {
    private static final String FAULTS = "tallygate_unit_faults_total{fault=\"%s\"}";
    private static final UUID MODEL = new UUID(7, 1);
    private static final CountDownLatch FIRST_IS_READ = new CountDownLatch(1);

    private static StoredUsage store;
    private static JsonUpstream upstream;
    private static ScriptedUpstream model;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        store = new StoredUsage();
        upstream = new JsonUpstream();
        model = new ScriptedUpstream(connection -> {
            connection.in.readNBytes(50);
            connection.out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                            + "data: {\"text\":\"Hel\",\"usage\":null}\r\n\r\n")
                    .getBytes(UTF_8));
            connection.out.flush();
            FIRST_IS_READ.await(10, TimeUnit.SECONDS);
            connection.out.write(("event: delta\ndata: {\"usage\":{\"in\":12}}\n\n: note\n"
                            + "data: {\"usage\":\ndata: {\"in\":12,\"out\":34.000000000001}}\n\ndata: [DONE]\n\n")
                    .getBytes(UTF_8));
            connection.out.flush();
        });
        gateway = RunningGateway.withSettings(
                Map.of("TALLYGATE_CLICKHOUSE_URL", store.address().toString()),
                "127.0.0.1:" + upstream.port() + ",127.0.0.1:" + model.port());
        gateway.feed().upstream(RunningGateway.UPSTREAM, upstream.port(), "", 3_000);
        gateway.feed().upstream(MODEL, model.port(), "", 10_000);
        gateway.feed()
                .openRoute(
                        new UUID(9, 1),
                        RunningGateway.UPSTREAM,
                        "'path':'/units'",
                        "{'policy':'compression'},{'policy':'units','config':{'headers':{'pages':'X-Pages'},"
                            + "'pointers':{'in':'/usage/in','out':'/usage/1/out','pages':'/pages'},'maxBytes':4000}}");
        gateway.feed()
                .openRoute(
                        new UUID(9, 2),
                        MODEL,
                        "'path':'/stream'",
                        "{'policy':'units','config':{'pointers':{'in':'/usage/in','out':'/usage/out'}}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
        model.close();
        store.close();
    }

    @BeforeEach
    void forget() throws Exception {
        RunningGateway.await("what other tests did", () -> gateway.metric("tallygate_journal_unshipped_records") == 0);
        store.forget();
    }

    private static HttpResponse<String> call(String body, Map<String, String> headers) throws Exception {
        upstream.says("/units/x", 200, body.replace('\'', '"').getBytes(UTF_8), 0, headers);
        return gateway.get("/units/x");
    }

    private static String units() throws Exception {
        return store.row("usage_event").text("units");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'usage':{'in':12}}                                  | {in=12.000000000000}",
                "{'usage':{'in':'0.000000000001'},'more':[1,{}]}      | {in=0.000000000001}",
                "{'usage':{'in':99999999999999999999999999.5}}        | {in=99999999999999999999999999.500000000000}",
                "{'usage':{'in':1.5e3}}                               | {in=1500.000000000000}",
                "{'usage':[{'out':1},{'out':2},{'out':3}]}            | {out=2.000000000000}",
                "{'a':{'usage':{'in':1}},'usage':{'in':2,'in':3}}     | {in=3.000000000000}",
                "{'pages':7}                                          | {pages=7.000000000000}",
                "{'usage':{'in':null}}                                | {}",
                "[]                                                   | {}",
            })
    void what_a_pointer_leads_to_is_recorded_to_the_last_digit(String body, String expected) throws Exception {
        HttpResponse<String> answer = call(body, Map.of());
        assertThat(answer.body()).isEqualTo(body.replace('\'', '"'));
        assertThat(units()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'usage':{'in':-1}}                                  | malformed",
                "{'usage':{'in':'many'}}                              | malformed",
                "{'usage':{'in':true}}                                | malformed",
                "{'usage':{'in':{'deep':1}}}                          | malformed",
                "{'usage':{'in':0.0000000000001}}                     | malformed",
                "{'usage':{'in':100000000000000000000000000}}         | malformed",
                "{'usage':{'in':1e999999999}}                         | malformed",
                "{'usage':{'in'                                       | not-json",
            })
    void what_is_no_amount_is_counted_by_its_fault_and_the_call_counts_without(String body, String fault)
            throws Exception {
        long before = gateway.metric(FAULTS.formatted(fault));
        assertThat(call(body, Map.of()).body()).isEqualTo(body.replace('\'', '"'));
        assertThat(units()).isEqualTo("{}");
        assertThat(gateway.metric(FAULTS.formatted(fault))).isEqualTo(before + 1);
    }

    @Test
    void a_header_goes_before_a_pointer_and_no_client_sees_it() throws Exception {
        HttpResponse<String> answer = call("{'pages':7}", Map.of("X-Pages", "3.25"));
        assertThat(answer.headers().firstValue("X-Pages")).isEmpty();
        assertThat(units()).isEqualTo("{pages=3.250000000000}");
    }

    @Test
    void a_header_that_says_nothing_usable_is_taken_off_too() throws Exception {
        HttpResponse<String> answer = call("{}", Map.of("X-Pages", "3 pages"));
        assertThat(answer.headers().firstValue("X-Pages")).isEmpty();
        assertThat(units()).isEqualTo("{}");
    }

    @Test
    void an_answer_that_is_longer_than_what_is_looked_at_passes_whole() throws Exception {
        String body = "{'text':'" + "x".repeat(5_000) + "','usage':{'in':12}}";
        assertThat(call(body, Map.of()).body()).hasSize(body.length());
        assertThat(units()).isEqualTo("{}");
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"units-body\"}"))
                .isPositive();
    }

    @Test
    void an_answer_is_coded_for_its_client_all_the_same() throws Exception {
        String body = "{\"text\":\"" + "x".repeat(2_000) + "\",\"usage\":{\"in\":12}}";
        upstream.says("/units/coded", 200, body.getBytes(UTF_8), 0, Map.of());
        HttpResponse<String> answer = gateway.get("/units/coded", "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(units()).isEqualTo("{in=12.000000000000}");
        assertThat(upstream.asked("/units/coded").getLast().headers()).containsEntry("accept-encoding", "identity");
    }

    @Test
    void a_stream_of_events_flows_and_its_last_amounts_count() throws Exception {
        var answer = gateway.http().send(gateway.request("/stream").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            assertThat(lines.readLine()).as("before the upstream goes on").contains("Hel");
            FIRST_IS_READ.countDown();
            assertThat(lines.lines()).contains("data: [DONE]");
        }
        assertThat(units()).isEqualTo("{in=12.000000000000, out=34.000000000001}");
    }
}
