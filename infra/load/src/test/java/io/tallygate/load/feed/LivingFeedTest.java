package io.tallygate.load.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// That gateways can use what is served here is shown by the drills themselves.
class LivingFeedTest {
    @Test
    void who_is_behind_gets_what_is_now_and_who_has_all_follows_on() throws IOException {
        try (LivingFeed feed = new LivingFeed(List.of(Entities.upstream(9000), Entities.plan()))) {
            feed.commit(Entities.credential(1, 1, 1));
            long revision = feed.commit(Entities.plan().gone());
            try (BufferedReader behind = follow(feed, revision - 1);
                    BufferedReader level = follow(feed, revision)) {
                assertThat(read(behind, 4))
                        .satisfiesExactly(
                                line -> assertThat(line).contains("\"mode\":\"snapshot\"", ":" + revision + "}"),
                                line -> assertThat(line).contains("\"kind\":\"upstream\""),
                                line -> assertThat(line).contains("\"kind\":\"credential\""),
                                line -> assertThat(line).contains("\"commit\"", ":" + revision + "}"));
                assertThat(read(level, 2)).first().asString().contains("\"mode\":\"changes\"");
                feed.commit(Entities.credential(2, 1, 2));
                assertThat(read(behind, 3)).element(1).asString().contains("\"put\"");
                assertThat(read(level, 3)).element(1).asString().contains("\"put\"");
            }
        }
    }

    private static BufferedReader follow(LivingFeed feed, long since) throws IOException {
        var connection =
                URI.create(feed.address() + "?group=x&since=" + since).toURL().openConnection();
        connection.setReadTimeout(10_000);
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> read(BufferedReader lines, int count) throws IOException {
        List<String> read = new ArrayList<>();
        while (read.size() < count) {
            String line = lines.readLine();
            if (!line.contains("heartbeat")) {
                read.add(line);
            }
        }
        return read;
    }
}
