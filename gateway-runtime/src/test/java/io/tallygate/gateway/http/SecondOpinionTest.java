package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our readers of HTTP/1.1 against Netty's codec, over messages of [MessageGrammar]: what we accept Netty accepts, and
/// reads in the same way; how the octets were cut on their way changes nothing. Half of the inputs are requests.
///
/// The long run, 10^8 inputs (hours; with another `-Dfuzz.seed=` each time):
/// `mvn -o test -pl metering,infra/contracts,infra/clickhouse-embedded,gateway-runtime -Dtest=SecondOpinionTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=100000000`
class SecondOpinionTest {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 200_000) / 2;
    private static final long SEED = Long.getLong("fuzz.seed", 20261130);

    @Test
    void requests_that_we_accept_are_read_alike_by_netty() {
        OurReaders ours = new OurReaders();
        compare("requests", MessageGrammar::request, ours::request, NettyReaders::request);
    }

    @Test
    void answers_that_we_accept_are_read_alike_by_netty() {
        OurReaders ours = new OurReaders();
        compare("answers", MessageGrammar::answer, ours::answer, NettyReaders::answer);
    }

    private static void compare(
            String what,
            Function<MessageGrammar, byte[]> grammar,
            BiFunction<byte[], List<Integer>, @Nullable Reading> ours,
            Function<byte[], @Nullable Reading> netty) {
        SplittableRandom random = new SplittableRandom(SEED);
        MessageGrammar messages = new MessageGrammar(random);
        long accepted = 0;
        for (long i = 0; i < INPUTS; i++) {
            byte[] octets = grammar.apply(messages);
            Reading first = ours.apply(octets, List.of());
            same(octets, ours.apply(octets, cuts(random, octets.length)), first);
            if (first != null) {
                accepted++;
                same(octets, netty.apply(octets), first);
            }
        }
        System.out.println("second-opinion " + what + ": inputs=" + INPUTS + " accepted=" + accepted
                + " divergences=0 seed=" + SEED);
        assertThat(accepted).isBetween(INPUTS / 50, INPUTS * 9 / 10);
    }

    private static void same(byte[] octets, @Nullable Reading other, @Nullable Reading first) {
        if (!Objects.equals(other, first)) { // describing each of 10^8 inputs would take most of the time
            assertThat(other).as(shown(octets)).isEqualTo(first);
        }
    }

    static String shown(byte[] octets) {
        return new String(octets, ISO_8859_1).replace("\r", "\\r").replace("\n", "\\n\n");
    }

    private static List<Integer> cuts(SplittableRandom random, int length) {
        List<Integer> cuts = new ArrayList<>();
        for (int at = 1 + random.nextInt(20); at < length; at += 1 + random.nextInt(20)) {
            cuts.add(at);
        }
        return cuts;
    }
}
