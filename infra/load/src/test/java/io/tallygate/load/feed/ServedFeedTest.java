package io.tallygate.load.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// That a gateway can use what is served here is shown by the benchmarks themselves, which end when it cannot.
class ServedFeedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_snapshot_and_then_what_is_committed_with_revisions_in_order() throws IOException {
        try (ServedFeed feed = new ServedFeed(sink -> {
                    sink.put(Entities.upstream(9000));
                    sink.put(Entities.plan());
                    sink.put(Entities.route(1, 1, "/api/1"));
                    sink.put(Entities.credential(1, 1, 1));
                    sink.put(Entities.subscription(1, 1));
                });
                BufferedReader lines = follow(feed, 0)) {
            List<JsonNode> snapshot = read(lines, 7);
            assertThat(snapshot.getFirst().path("mode").asText()).isEqualTo("snapshot");
            assertThat(snapshot.getLast().path("type").asText()).isEqualTo("commit");
            long revision = snapshot.getLast().path("revision").asLong();
            assertThat(snapshot.get(4).at("/value/sha256").asText())
                    .isEqualTo(Keys.sha256(1))
                    .hasSize(64);
            assertThat(snapshot.get(5).at("/value/apis/0").asText())
                    .isEqualTo(snapshot.get(3).at("/value/api").asText());

            feed.commit(Entities.credential(2, 1, 2).gone());
            List<JsonNode> change = read(lines, 3);
            assertThat(change)
                    .extracting(line -> line.path("type").asText())
                    .containsExactly("begin", "delete", "commit");
            assertThat(change)
                    .allSatisfy(
                            line -> assertThat(line.path("revision").asLong()).isEqualTo(revision + 1));
        }
    }

    @Test
    void who_has_all_follows_on_and_who_is_behind_is_refused() throws IOException {
        try (ServedFeed feed = new ServedFeed(sink -> sink.put(Entities.plan()))) {
            long revision;
            try (BufferedReader lines = follow(feed, 0)) {
                revision = read(lines, 3).getLast().path("revision").asLong();
            }
            try (BufferedReader lines = follow(feed, revision)) {
                assertThat(read(lines, 2).getFirst().path("mode").asText()).isEqualTo("changes");
            }
            var behind = (HttpURLConnection) address(feed, revision - 1).toURL().openConnection();
            assertThat(behind.getResponseCode()).isEqualTo(503);
        }
    }

    @Test
    void every_line_keeps_to_the_contract() throws IOException {
        Schema contract = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../contracts/gateway-feed.schema.json")), InputFormat.JSON);
        try (ServedFeed feed = new ServedFeed(sink -> {
                    sink.put(Entities.upstream(9000));
                    sink.put(Entities.plan());
                    sink.put(Entities.route(1, 1, "/api/1"));
                    sink.put(Entities.credential(1, 1, 1));
                    sink.put(Entities.subscription(1, 1, 2));
                });
                BufferedReader lines = follow(feed, 0)) {
            List<JsonNode> all = read(lines, 7);
            feed.commit(Entities.plan().gone());
            all.addAll(read(lines, 3));
            for (JsonNode line : all) {
                assertThat(contract.validate(line.toString(), InputFormat.JSON))
                        .as(line.toString())
                        .isEmpty();
            }
        }
    }

    private static URI address(ServedFeed feed, long since) {
        return URI.create(feed.address() + "?group=shared&since=" + since);
    }

    private static BufferedReader follow(ServedFeed feed, long since) throws IOException {
        return new BufferedReader(
                new InputStreamReader(address(feed, since).toURL().openStream(), StandardCharsets.UTF_8));
    }

    private static List<JsonNode> read(BufferedReader lines, int count) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        while (read.size() < count) {
            read.add(JSON.readTree(lines.readLine()));
        }
        return read;
    }
}
