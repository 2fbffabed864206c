package io.tallygate.metering.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ClickHouse's HTTP interface. Statements are constants with `{name:Type}` in them; values are bound by
/// ClickHouse itself. Every answer is bounded in time and in size. Safe for use by several threads.
public final class ClickHouse implements AutoCloseable {
    /// Longest answer in bytes.
    static final int MAX_ANSWER = 32 << 20;

    /// Most memory that a reading statement may take in ClickHouse, in bytes.
    static final long MAX_MEMORY = 2L << 30;

    /// Processors that one question of a tenant may use at once.
    static final int MAX_THREADS = 2;

    /// Rows that one question of a tenant may look at.
    static final long MAX_ROWS = 2_000_000_000L;

    private static final Pattern ELAPSED = Pattern.compile("\"elapsed_ns\":\"(\\d+)\"");
    private static final Pattern CODE = Pattern.compile("Code: (\\d+)");
    private static final int SHOWN_OF_AN_ERROR = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ClickHouseSettings settings;
    private final HttpClient http;

    public ClickHouse(ClickHouseSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connect())
                .build();
    }

    /// @param rows           each an array of its columns
    /// @param processorTime  at most so much: what the store says that the statement took, times its threads
    public record Answer(List<JsonNode> rows, Duration processorTime) {}

    /// @param values  for the `{name:Type}` of the statement
    /// @return        a row as an array of its columns
    public List<JsonNode> rows(String statement, Map<String, String> values) throws ClickHouseFailure {
        return rows(send(reading(values), BodyPublishers.ofString(statement), settings.answer())
                .body());
    }

    /// As [#rows], with a bound on the processors it may use at once, and what it cost.
    /// @param values  for the `{name:Type}` of the statement
    public Answer question(String statement, Map<String, String> values) throws ClickHouseFailure {
        Map<String, String> parameters = reading(values);
        parameters.put("max_threads", String.valueOf(MAX_THREADS));
        parameters.put("max_memory_usage", String.valueOf(MAX_MEMORY));
        parameters.put("max_rows_to_read", String.valueOf(MAX_ROWS));
        long began = System.nanoTime();
        HttpResponse<byte[]> response = send(parameters, BodyPublishers.ofString(statement), settings.answer());
        long took = response.headers()
                .firstValue("X-ClickHouse-Summary")
                .map(ELAPSED::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group(1)))
                .orElseGet(() -> System.nanoTime() - began);
        return new Answer(rows(response.body()), Duration.ofNanos(took).multipliedBy(MAX_THREADS));
    }

    private Map<String, String> reading(Map<String, String> values) {
        Map<String, String> parameters = parameters(values);
        parameters.put("database", settings.database());
        parameters.put("default_format", "JSONCompactEachRow");
        parameters.put("output_format_json_quote_64bit_integers", "1");
        parameters.put("output_format_json_quote_decimals", "1");
        parameters.put("max_memory_usage", String.valueOf(MAX_MEMORY));
        parameters.putAll(settings.layout().readOptions());
        parameters.put(
                "max_execution_time",
                String.valueOf(Math.max(1, settings.answer().toSeconds())));
        return parameters;
    }

    private static List<JsonNode> rows(byte[] answer) throws ClickHouseFailure {
        try (JsonParser parser = JSON.createParser(answer)) {
            List<JsonNode> rows = new ArrayList<>();
            while (parser.nextToken() != null) {
                rows.add(parser.readValueAsTree());
            }
            return rows;
        } catch (IOException e) {
            throw new ClickHouseFailure.Unavailable("an answer that cannot be read", e);
        }
    }

    /// Rows that are there already, in a format of ClickHouse's own: nothing is read but what is handed in.
    /// @param structure  names and types of the columns, of which none is a stranger's word
    /// @param lines      a JSON array a row
    /// @param format     such as `ArrowStream`
    public byte[] formatted(String structure, String lines, String format) throws ClickHouseFailure {
        String statement = "SELECT * FROM format('JSONCompactEachRow', " + literal(structure) + ", " + literal(lines)
                + ") FORMAT " + format;
        Map<String, String> parameters = reading(Map.of());
        parameters.put("max_query_size", String.valueOf(MAX_ANSWER));
        parameters.put("date_time_input_format", "best_effort");
        parameters.put("output_format_arrow_compression_method", "none"); // which every reader knows
        parameters.put("output_format_arrow_string_as_string", "1");
        return send(parameters, BodyPublishers.ofString(statement), settings.answer())
                .body();
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /// A statement without an answer, in our database.
    public void execute(String statement, Map<String, String> values) throws ClickHouseFailure {
        Map<String, String> parameters = parameters(values);
        parameters.put("database", settings.database());
        send(parameters, BodyPublishers.ofString(statement), settings.answer());
    }

    /// How to name a table in a statement that changes its rows or parts: ALTER, TRUNCATE, OPTIMIZE.
    public String alterable(String table) {
        return settings.layout().alterable(table);
    }

    /// A table of the system as all servers together see it.
    public String everywhere(String systemTable) {
        return settings.layout().everywhere(systemTable);
    }

    /// A statement outside of our database, which may not exist yet.
    byte[] executeAnywhere(String statement, Map<String, String> values) throws ClickHouseFailure {
        return send(parameters(values), BodyPublishers.ofString(statement), settings.answer())
                .body();
    }

    /// An insert on its way.
    @FunctionalInterface
    interface Inserting {
        /// Returns when it is acknowledged.
        void await() throws ClickHouseFailure;
    }

    /// @param statement  `INSERT INTO … FORMAT …`
    /// @param options    ClickHouse settings for this insert
    /// @param coding     the data's `Content-Encoding`
    /// @param within     longest wait for the acknowledgement
    Inserting insert(
            String statement, Map<String, String> options, String coding, BodyPublisher data, Duration within) {
        Map<String, String> parameters = new LinkedHashMap<>(options);
        parameters.putAll(settings.layout().insertOptions());
        parameters.put("database", settings.database());
        parameters.put("query", statement);
        CompletableFuture<HttpResponse<byte[]>> sent = sent(parameters, coding, data, within);
        return () -> answered(sent, within);
    }

    /// An answer of any length, handed on as it comes.
    /// @param within    longest wait for its begin, and again for its end
    /// @param endsWith  the last bytes of a whole answer: what goes wrong on the way, ClickHouse says in the answer
    /// @param out       not closed
    /// @return          bytes
    /// @throws IOException  of `out`
    public long stream(String statement, Map<String, String> values, Duration within, byte[] endsWith, OutputStream out)
            throws ClickHouseFailure, IOException {
        Map<String, String> parameters = parameters(values);
        parameters.put("database", settings.database());
        parameters.put("max_execution_time", String.valueOf(within.toSeconds()));
        parameters.putAll(settings.layout().readOptions());
        CompletableFuture<HttpResponse<InputStream>> pending = http.sendAsync(
                request(parameters, "identity", BodyPublishers.ofString(statement), within),
                BodyHandlers.ofInputStream());
        HttpResponse<InputStream> response = await(pending, within);
        try (InputStream answer = response.body()) {
            if (response.statusCode() != 200) {
                throw failure(response.statusCode(), 0, new String(answer.readNBytes(MAX_ANSWER), UTF_8));
            }
            return whole(answer, endsWith, out);
        }
    }

    private static long whole(InputStream answer, byte[] endsWith, OutputStream out)
            throws ClickHouseFailure, IOException {
        byte[] buffer = new byte[64 << 10];
        byte[] last = new byte[endsWith.length];
        long bytes = 0;
        while (true) {
            int read;
            try {
                read = answer.read(buffer);
            } catch (IOException broken) {
                throw new ClickHouseFailure.Unavailable("the answer broke off", broken);
            }
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            int kept = Math.max(0, last.length - read);
            System.arraycopy(last, last.length - kept, last, 0, kept);
            int taken = Math.min(read, last.length);
            System.arraycopy(buffer, read - taken, last, last.length - taken, taken);
            bytes += read;
        }
        if (!Arrays.equals(last, endsWith)) {
            throw new ClickHouseFailure.Unavailable("the answer is not whole");
        }
        return bytes;
    }

    private HttpResponse<byte[]> send(Map<String, String> parameters, BodyPublisher body, Duration within)
            throws ClickHouseFailure {
        return answered(sent(parameters, "identity", body, within), within);
    }

    private CompletableFuture<HttpResponse<byte[]>> sent(
            Map<String, String> parameters, String coding, BodyPublisher body, Duration within) {
        parameters.put(
                "wait_end_of_query", "1"); // an error after the first rows is a status then, not a text in the rows
        return http.sendAsync(
                request(parameters, coding, body, within),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    }

    private HttpResponse<byte[]> answered(CompletableFuture<HttpResponse<byte[]>> sent, Duration within)
            throws ClickHouseFailure {
        HttpResponse<byte[]> response = await(sent, within);
        int code = response.headers()
                .firstValue("X-ClickHouse-Exception-Code")
                .map(Integer::parseInt)
                .orElse(0);
        if (response.statusCode() == 200 && code == 0) {
            return response;
        }
        throw failure(response.statusCode(), code, new String(response.body(), UTF_8));
    }

    private HttpRequest request(Map<String, String> parameters, String coding, BodyPublisher body, Duration within) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(parameters)).timeout(within).POST(body);
        if (!coding.equals("identity")) {
            request.header("Content-Encoding", coding);
        }
        if (!settings.user().isEmpty()) {
            request.header("X-ClickHouse-User", settings.user());
            request.header("X-ClickHouse-Key", settings.password());
        }
        return request.build();
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> pending, Duration within)
            throws ClickHouseFailure {
        try {
            return pending.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ClickHouseFailure.Unavailable(settings + " did not answer within " + within, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ClickHouseFailure.Unavailable(settings + ": " + cause, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClickHouseFailure.Unavailable("interrupted while waiting for " + settings, e);
        } finally {
            pending.cancel(true);
        }
    }

    private static ClickHouseFailure failure(int status, int code, String text) {
        Matcher inText = CODE.matcher(text);
        int known = code != 0 ? code : inText.find() ? Integer.parseInt(inText.group(1)) : 0;
        String shown = text.length() > SHOWN_OF_AN_ERROR ? text.substring(0, SHOWN_OF_AN_ERROR) + "…" : text;
        return ClickHouseFailure.of(known, "status " + status + ": " + shown.strip());
    }

    private URI address(Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(settings.uri().toString());
        if (address.charAt(address.length() - 1) != '/') {
            address.append('/');
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), UTF_8));
            separator = '&';
        }
        return URI.create(address.toString());
    }

    private static Map<String, String> parameters(Map<String, String> values) {
        Map<String, String> parameters = new LinkedHashMap<>();
        values.forEach((name, value) -> parameters.put("param_" + name, escaped(value)));
        return parameters;
    }

    /// ClickHouse reads a bound value as a field of TabSeparated.
    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
