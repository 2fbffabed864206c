package io.tallygate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// The same comparison, its inputs made by Jazzer, which looks for those that take a new way through our readers. The
/// ordinary tests run what was found before (`MessageFuzzTestInputs`, kept in the repository); with `JAZZER_FUZZ=1` in
/// the environment one target at a time looks for more, for as long as it says here.
@Tag("fuzz")
class MessageFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void requests(byte[] octets) {
        OurReaders ours = new OurReaders();
        Reading first = ours.request(octets, List.of());
        assertThat(ours.request(octets, everyThird(octets.length))).isEqualTo(first);
        if (first != null) {
            assertThat(NettyReaders.request(octets)).isEqualTo(first);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void answers(byte[] octets) {
        OurReaders ours = new OurReaders();
        Reading first = ours.answer(octets, List.of());
        assertThat(ours.answer(octets, everyThird(octets.length))).isEqualTo(first);
        if (first != null) {
            assertThat(NettyReaders.answer(octets)).isEqualTo(first);
        }
    }

    private static List<Integer> everyThird(int length) {
        List<Integer> cuts = new ArrayList<>();
        for (int at = 3; at < length; at += 3) {
            cuts.add(at);
        }
        return cuts;
    }
}
