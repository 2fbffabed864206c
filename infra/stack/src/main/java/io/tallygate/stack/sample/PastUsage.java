package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Writes calls that were never made, so that charts and invoices are worth looking at on the first start. The one part
/// of the sample that does not go through the control API: nobody can make calls in the past.
final class PastUsage {
    /// Ids of one subscription's calls, by column of `usage_event`.
    record Columns(Map<String, String> ids) {
        static final List<String> NAMES = List.of(
                "tenant",
                "subscription",
                "consumer",
                "application",
                "credential",
                "product",
                "plan_version",
                "api",
                "api_version",
                "route");

        Columns {
            for (String name : NAMES) {
                Objects.requireNonNull(ids.get(name), name);
            }
            ids = Map.copyOf(ids);
        }
    }

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String clickHouse;

    PastUsage(String clickHouse) {
        this.clickHouse = clickHouse;
    }

    /// @param calls         of the API's operations, as the story tells them
    /// @param callsPerHour  on average, to this API
    /// @return              rows now there for the subscription and API
    JsonNode write(Columns columns, JsonNode calls, double callsPerHour, String zone, Instant from, Instant until)
            throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>(columns.ids());
        parameters.put("from", SECONDS.format(from));
        parameters.put("until", SECONDS.format(until));
        parameters.put("zone", zone);
        parameters.put("hours", Long.toString(ChronoUnit.HOURS.between(from, until) + 1));
        parameters.put("calls_per_hour", Double.toString(callsPerHour));
        parameters.putAll(operations(calls));
        query(sql(), parameters);
        String rows = query(
                "SELECT count() FROM tallygate.usage_event FINAL"
                        + " WHERE tenant = {tenant:UUID} AND subscription = {subscription:UUID} AND api = {api:UUID}",
                columns.ids());
        return JSON.createObjectNode().put("rows", rows.strip());
    }

    private static Map<String, String> operations(JsonNode calls) {
        List<String> names = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        List<String> shares = new ArrayList<>();
        List<String> successes = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        List<String> micros = new ArrayList<>();
        int shared = 0;
        for (Map.Entry<String, JsonNode> call : calls.properties()) {
            shared += call.getValue().path("share").asInt();
            names.add("'" + call.getKey() + "'");
            methods.add("'" + call.getValue().path("method").asText() + "'");
            shares.add(Double.toString(shared / 100.0));
            successes.add(call.getValue().path("success").asText());
            mistakes.add(call.getValue().path("mistake").asText());
            micros.add(Integer.toString(call.getValue().path("millis").asInt() * 1000));
        }
        shares.set(shares.size() - 1, "1.0");
        return Map.of(
                "operations", names.toString(),
                "methods", methods.toString(),
                "shares", shares.toString(),
                "successes", successes.toString(),
                "mistakes", mistakes.toString(),
                "micros", micros.toString());
    }

    private String query(String sql, Map<String, String> parameters) throws IOException, InterruptedException {
        StringBuilder address = new StringBuilder(clickHouse).append("/?wait_end_of_query=1");
        parameters.forEach((name, value) -> address.append("&param_")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(address.toString()))
                        .timeout(Duration.ofSeconds(120))
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("ClickHouse answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    private static String sql() throws IOException {
        try (InputStream in = Objects.requireNonNull(PastUsage.class.getResourceAsStream("/sample/past-usage.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
