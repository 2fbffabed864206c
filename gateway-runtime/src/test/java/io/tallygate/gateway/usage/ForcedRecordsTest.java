package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.StoredUsage;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// `TALLYGATE_USAGE_SYNC=always`: an answer waits for the disk, and many wait together.
class ForcedRecordsTest {
    @Test
    void answers_are_whole_and_each_is_recorded_once() throws Exception {
        try (StoredUsage store = new StoredUsage();
                RunningGateway gateway = RunningGateway.withSettings(
                        Map.of(
                                "TALLYGATE_CLICKHOUSE_URL",
                                store.address().toString(),
                                "TALLYGATE_USAGE_SYNC",
                                "always"),
                        "")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(gateway.http()
                        .sendAsync(
                                gateway.request("/acme/orders/big/" + i * 700)
                                        .version(Version.HTTP_1_1)
                                        .header("X-API-Key", RunningGateway.KEY)
                                        .build(),
                                BodyHandlers.ofString()));
            }
            for (int i = 0; i < answers.size(); i++) {
                HttpResponse<String> answer = answers.get(i).get();
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).hasSize(i * 700);
            }
            assertThat(gateway.get("/acme/orders/status/204").statusCode()).isEqualTo(204);
            assertThat(gateway.raw("HEAD /acme/orders/1 HTTP/1.1\r\nHost: a\r\nX-API-Key: " + RunningGateway.KEY
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n<closed>");
            RunningGateway.await("202 rows", () -> store.rows("usage_event").size() == 202);
            assertThat(store.rows("usage_event").stream().map(row -> row.text("id")))
                    .doesNotHaveDuplicates();
        }
    }
}
