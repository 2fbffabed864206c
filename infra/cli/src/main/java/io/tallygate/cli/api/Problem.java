package io.tallygate.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.output.Colours;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/// A refusal as RFC 9457 describes it.
/// @param requestId  by which the installation's logs know the call; empty when it was not said
public record Problem(int status, String type, String title, String detail, String requestId, List<Wrong> wrong) {
    /// @param pointer  RFC 6901, into what was sent
    public record Wrong(String pointer, String detail) {}

    public Problem {
        wrong = List.copyOf(wrong);
    }

    static Problem of(int status, HttpHeaders headers, byte[] body) {
        String requestId = headers.firstValue("X-Request-Id").orElse("");
        if (!headers.firstValue("Content-Type").orElse("").contains("json")) {
            return new Problem(status, "", "HTTP " + status, "", requestId, List.of());
        }
        JsonNode json = Json.read(body);
        List<Wrong> wrong = new ArrayList<>();
        json.path("errors")
                .forEach(error -> wrong.add(new Wrong(
                        error.path("pointer").asText(), error.path("detail").asText())));
        return new Problem(
                status,
                json.path("type").asText(),
                json.path("title").asText("HTTP " + status),
                json.path("detail").asText(),
                json.path("requestId").asText(requestId),
                wrong);
    }

    /// For the person at the terminal, line by line.
    public String text(Colours colours) {
        var text = new StringBuilder();
        text.append(colours.bad(title)).append(" (").append(status).append(')');
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        text.append('\n');
        for (Wrong one : wrong) {
            text.append("  ")
                    .append(colours.strong(one.pointer().isEmpty() ? "/" : one.pointer()))
                    .append("  ")
                    .append(one.detail())
                    .append('\n');
        }
        if (!requestId.isEmpty()) {
            text.append(colours.faint("  request " + requestId)).append('\n');
        }
        return text.toString();
    }
}
