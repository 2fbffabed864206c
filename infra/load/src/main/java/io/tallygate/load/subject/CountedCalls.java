package io.tallygate.load.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What ClickHouse counts for one subscription, asked over its HTTP interface, as every reader of the table
/// would: with FINAL, so that rows which the store merges away are one.
public final class CountedCalls {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI clickHouse;
    private final String subscription;

    public CountedCalls(URI clickHouse, String subscription) {
        this.clickHouse = clickHouse;
        this.subscription = subscription;
    }

    public long count() throws IOException, InterruptedException {
        try (BufferedReader answer =
                ask("select count() from tallygate.usage_event final where subscription = {s:UUID}")) {
            return Long.parseLong(answer.readLine().strip());
        }
    }

    /// @return  how often each id is counted
    public Map<String, Integer> ids() throws IOException, InterruptedException {
        Map<String, Integer> ids = new HashMap<>();
        try (BufferedReader answer =
                ask("select toString(id) from tallygate.usage_event final where subscription = {s:UUID} format"
                        + " TabSeparated")) {
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                ids.merge(line.strip(), 1, Integer::sum);
            }
        }
        return ids;
    }

    private BufferedReader ask(String query) throws IOException, InterruptedException {
        URI uri = URI.create(clickHouse + "/?param_s=" + URLEncoder.encode(subscription, UTF_8));
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(query))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        var text = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
        if (answer.statusCode() != 200) {
            try (text) {
                throw new IOException("ClickHouse answered " + answer.statusCode() + ": " + text.readLine());
            }
        }
        return text;
    }
}
