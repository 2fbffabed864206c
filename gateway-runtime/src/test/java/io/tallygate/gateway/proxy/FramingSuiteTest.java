package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.gateway.proxy.FramingWitness.Seen;
import io.tallygate.gateway.proxy.RawConversation.Answer;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of `http11-framing` on a plain socket to the public port. What the gateway decides must come out in the
/// way
/// that the row prefers, not only in one that it allows; and whatever a row is about, the origin must not see a request
/// that its client did not send.
class FramingSuiteTest {
    private static final JsonNode CHOICES = read("choices").path("http11-framing");

    private static FramingWitness witness;
    private static ScriptedUpstream origin;
    private static RunningGateway gateway;
    private static int byGateway;
    private static int others;
    private static int declared;

    @BeforeAll
    static void start() throws Exception {
        witness = new FramingWitness();
        origin = new ScriptedUpstream(connection -> witness.serve(connection));
        gateway = RunningGateway.inFrontOf(origin, "");
        UUID upstream = new UUID(8, 1);
        gateway.feed().upstream(upstream, origin.port(), "", 5_000);
        gateway.feed()
                .put(
                        "route",
                        new UUID(8, 2),
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                            + "'path':'','methods':[],'stripPath':false,'upstream':'%s','authentication':'none',"
                            + "'metered':false,'operations':[]}")
                                .formatted(PortalFeed.TENANT, PortalFeed.API, PortalFeed.API, upstream));
        RunningGateway.await("the route of every path", () -> {
            try (RawConversation asked = new RawConversation(gateway.port())) {
                return asked.say("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n")
                                .status()
                        == 200;
            }
        });
    }

    @AfterAll
    static void report() throws IOException {
        System.out.println("suite http11-framing: decided by the gateway: " + byGateway + " of 97 passed; others: "
                + others + " passed, " + declared + " declared; requests smuggled: 0");
        gateway.close();
        origin.close();
    }

    private static JsonNode read(String name) {
        try (InputStream in = FramingSuiteTest.class.getResourceAsStream("/contracts/suites/" + name + ".json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static Stream<FramingRow> rows() {
        List<FramingRow> rows = new ArrayList<>();
        read("http11-framing").path("cases").forEach(row -> rows.add(new FramingRow(row)));
        assertThat(rows).hasSize(119);
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void framing_is_read_as_the_row_prefers_and_nothing_is_smuggled(FramingRow row) throws Exception {
        witness.seen().clear();
        List<Answer> answers = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        try (RawConversation conversation = new RawConversation(gateway.port())) {
            for (String step : row.steps()) {
                if (!answers.isEmpty() && answers.getLast().closed()) {
                    break;
                }
                String tag = answers.isEmpty() ? null : answers.getFirst().field("ETag");
                String octets =
                        step.replace("${step1.ETag as weak}", "W/" + tag).replace("${step1.ETag}", "" + tag);
                sent.add(octets);
                answers.add(conversation.say(octets));
            }
        }
        List<Seen> seen = List.copyOf(witness.seen());
        String what = answers + "\n" + seen;
        assertNothingSmuggled(sent, answers, seen, what);
        String outcome = row.outcome(answers, seen);
        if (CHOICES.has(row.id())) {
            assertThat(outcome).as("declared, but as the row says").isNotEqualTo("pass");
            assertThat(row.isDecidedByGateway()).isFalse();
            declared++;
            return;
        }
        assertThat(outcome).as(what).isEqualTo("pass");
        if (row.isDecidedByGateway()) {
            byGateway++;
        } else {
            others++;
        }
    }

    /// The origin sees at most one request a step, the one that the step begins with, and none that the gateway
    /// refused.
    private static void assertNothingSmuggled(List<String> sent, List<Answer> answers, List<Seen> seen, String what) {
        List<Seen> complete = seen.stream().filter(Seen::complete).toList();
        long refused = answers.stream()
                .filter(answer -> answer.text().contains("application/problem+json"))
                .count();
        assertThat((long) complete.size()).as(what).isLessThanOrEqualTo(answers.size() - refused);
        for (Seen each : seen) {
            String line = each.method() + " " + each.target() + " ";
            assertThat(sent)
                    .as(what)
                    .anyMatch(octets -> octets.stripLeading()
                            .replaceFirst(" http://localhost:8080/", " /")
                            .startsWith(line));
        }
    }
}
