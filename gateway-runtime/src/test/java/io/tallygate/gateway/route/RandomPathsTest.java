package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a path is spelled like, its two forms mean the same place, and whoever normalises the one that goes
/// upstream
/// once more finds the place whose policies were asked.
class RandomPathsTest {
    private static final String[] PARTS = {
        "/", "/", "/", "a", "b", ".", "..", "%2e", "%2E%2e", "%2F", "%2f", "%5c", ";", "%3b", "%41", "%7e", "%", "@",
        "%40", "|", "%7c", "%C3%A9", "%25", "%252e", "\\", "%00", "x;y=1"
    };

    @Test
    void both_forms_of_a_path_are_the_same_place() {
        Random random = new Random(20_261_130);
        RequestPath path = new RequestPath(); // one, as on a connection: nothing of a path may stay for the next
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder("/");
            for (int part = random.nextInt(9); part > 0; part--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            String sent = text.toString();
            byte[] octets = ("GET " + sent + " HTTP/1.1").getBytes(ISO_8859_1);
            String why = path.read(octets, 4, 4 + sent.length());
            if (why == null) {
                taken++;
                check(sent, path.normalText(), path.rawText());
            } else {
                assertThat(sent).as("refused").matches(".*(%(?![0-9A-Fa-f]{2})|%00|%5[cC]|\\\\|;|%2[fF]).*");
            }
        }
        assertThat(taken).isBetween(50_000, 190_000);
    }

    private static void check(String sent, String normal, String raw) {
        List<String> segments = segments(normal);
        assertThat(segments).as(sent).doesNotContain(".", "..");
        assertThat(segments.subList(0, segments.size() - 1)).as(sent).doesNotContain("");
        assertThat(segments(raw).stream().map(RandomPathsTest::decoded).toList())
                .as(sent)
                .isEqualTo(segments.stream().map(RandomPathsTest::decoded).toList());
        assertThat(RequestPath.of(normal).normalText()).as(sent).isEqualTo(normal);
        assertThat(RequestPath.of(raw).normalText()).as(sent).isEqualTo(normal);
        // an upstream that decodes everything first still does not step up
        assertThat(segments(decoded(raw))).as(sent).doesNotContain(".", "..");
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), ISO_8859_1);
    }
}
