package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// An answer of the gateway as a table looks at it.
/// @param headers  names in lower case; several of one name are joined with commas
record SuiteAnswer(int status, Map<String, String> headers) {
    /// @param host  of the Host field; empty: HTTP/1.0 without one
    static SuiteAnswer to(RunningGateway gateway, SuiteRequest request) throws Exception {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(request.host().isEmpty() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\nHost: " + request.host() + "\r\n");
        request.headers()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        head.append("Connection: close\r\n\r\n");
        SuiteRequest.Way way = request.way();
        return of(way.tls() ? overTls(gateway, way.serverName(), head.toString()) : gateway.raw(head.toString()));
    }

    private static String overTls(RunningGateway gateway, String serverName, String octets) throws Exception {
        try (SSLSocket socket = TestCertificates.connect(gateway.tlsPort(), serverName)) {
            socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /// @param stream  of the connection: odd, and higher than the last
    static SuiteAnswer to(RawHttp2 connection, int stream, SuiteRequest request) throws Exception {
        SuiteRequest.Way way = request.way();
        List<String> fields = new ArrayList<>(List.of(
                ":method", request.method(),
                ":scheme", way.tls() ? "https" : "http",
                ":authority", request.host(),
                ":path", request.target()));
        if (way.isGrpc()) {
            fields.addAll(List.of("content-type", "application/grpc", "te", "trailers"));
        }
        request.headers()
                .forEach((name, values) ->
                        values.forEach(value -> fields.addAll(List.of(name.toLowerCase(Locale.ROOT), value))));
        int flags = RawHttp2.END_HEADERS | (way.isGrpc() ? 0 : RawHttp2.END_STREAM);
        connection.write(RawHttp2.HEADERS, flags, stream, connection.block(fields.toArray(String[]::new)));
        if (way.isGrpc()) {
            connection.data(stream, true, new byte[5]); // an empty message
        }
        Map<String, String> headers = new TreeMap<>();
        while (true) {
            RawHttp2.Frame frame = connection.await(each -> each.stream() == stream);
            if (frame == null || frame.type() == RawHttp2.RST_STREAM) {
                throw new IllegalStateException("no answer: " + frame);
            }
            if (frame.type() == RawHttp2.HEADERS) {
                frame.fields()
                        .forEach(field -> headers.merge(
                                field.getKey().toString(),
                                field.getValue().toString(),
                                (first, next) -> first + "," + next));
            }
            if (frame.ends()) {
                int status = Integer.parseInt(headers.getOrDefault(":status", "0"));
                if (way.isGrpc()) {
                    headers.putIfAbsent("grpc-status", statusOfGrpc(status));
                }
                return new SuiteAnswer(status, headers);
            }
        }
    }

    /// What every client of gRPC makes of an answer that is none (grpc/doc/http-grpc-status-mapping.md).
    private static String statusOfGrpc(int status) {
        return switch (status) {
            case 400 -> "13";
            case 401 -> "16";
            case 403 -> "7";
            case 404 -> "12";
            case 429, 502, 503, 504 -> "14";
            default -> "2";
        };
    }

    private static SuiteAnswer of(String octets) {
        int end = octets.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalStateException("no answer: " + octets);
        }
        Map<String, String> headers = new TreeMap<>();
        String[] lines = octets.substring(0, end).split("\r\n", -1);
        for (String line : List.of(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, next) -> first + "," + next);
        }
        return new SuiteAnswer(Integer.parseInt(lines[0].substring(9, 12)), headers);
    }

    /// @param expect  `status`, `responseHeaders`, `responseHeadersOneOf`, `absentResponseHeaders`
    /// @return        null when the answer is as expected
    @Nullable
    String difference(JsonNode expect) {
        JsonNode statuses = expect.path("status");
        List<String> allowed =
                statuses.isArray() ? SuiteTable.texts(statuses) : List.of(statuses.asText(Integer.toString(status)));
        if (!allowed.contains(Integer.toString(status))) {
            return "expected status " + allowed + ", seen " + status;
        }
        if (expect.has("grpcStatus") && !expect.path("grpcStatus").asText().equals(headers.get("grpc-status"))) {
            return "expected grpc-status " + expect.path("grpcStatus") + ", seen " + headers;
        }
        for (Map.Entry<String, JsonNode> header : expect.path("responseHeaders").properties()) {
            if (!isSame(header.getKey(), header.getValue().asText())) {
                return "expected " + header + ", seen " + headers;
            }
        }
        for (Map.Entry<String, JsonNode> header :
                expect.path("responseHeadersOneOf").properties()) {
            if (SuiteTable.texts(header.getValue()).stream().noneMatch(value -> isSame(header.getKey(), value))) {
                return "expected " + header + ", seen " + headers;
            }
        }
        for (String name : SuiteTable.texts(expect.path("absentResponseHeaders"))) {
            if (headers.containsKey(name.toLowerCase(Locale.ROOT))) {
                return "expected no " + name + ", seen " + headers;
            }
        }
        return null;
    }

    /// Order and spacing of comma lists are free.
    private boolean isSame(String name, String expected) {
        String seen = headers.get(name.toLowerCase(Locale.ROOT));
        return seen != null && members(expected).equals(members(seen));
    }

    private static List<String> members(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).sorted().toList();
    }
}
