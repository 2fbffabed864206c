package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An answer of the gateway as a table looks at it.
/// @param headers  names in lower case; several of one name are joined with commas
record SuiteAnswer(int status, Map<String, String> headers) {
    /// @param host  of the Host field; empty: HTTP/1.0 without one
    static SuiteAnswer to(RunningGateway gateway, SuiteRequest request) throws IOException {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(request.host().isEmpty() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\nHost: " + request.host() + "\r\n");
        request.headers()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        return of(gateway.raw(head.append("Connection: close\r\n\r\n").toString()));
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
