package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.suites.RoutingSubject.Seen;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What rows of `route-matching` say of a call that filters have changed: the answer, the redirect, and the request
/// that the upstream saw.
final class FilteredCalls {
    private FilteredCalls() {}

    /// @return  null when the row says the same, or nobody has answered
    static @Nullable String difference(JsonNode expect, Seen seen) {
        SuiteAnswer answer = seen.answer();
        if (answer == null) {
            return null;
        }
        String wrong = answer.difference(expect);
        if (wrong == null && expect.has("redirect")) {
            wrong = redirect(expect.path("redirect"), answer.headers().getOrDefault("location", ""));
        }
        if (wrong == null && expect.path("answeredByGateway").asBoolean() && seen.upstream() != null) {
            wrong = "expected no upstream, seen " + seen.route();
        }
        return wrong == null && expect.has("upstreamRequest")
                ? upstream(expect.path("upstreamRequest"), seen.upstream())
                : wrong;
    }

    private static @Nullable String redirect(JsonNode expected, String location) {
        URI uri = URI.create(location);
        String port = expected.path("port").asText("default-or-absent");
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        boolean isPort = port.equals("default-or-absent")
                ? uri.getPort() == -1 || uri.getPort() == usual
                : port.equals(Integer.toString(uri.getPort()));
        boolean same = isPort
                && expected.path("scheme").asText(uri.getScheme()).equals(uri.getScheme())
                && expected.path("host").asText(uri.getHost()).equals(uri.getHost())
                && expected.path("path").asText(uri.getPath()).equals(uri.getPath());
        return same ? null : "expected a redirect to " + expected + ", seen " + location;
    }

    /// @return  null when the upstream saw the request that is expected
    static @Nullable String upstream(JsonNode expected, EchoUpstream.@Nullable Seen seen) {
        if (seen == null) {
            return "expected an upstream to see " + expected;
        }
        boolean same = expected.path("method").asText(seen.method()).equals(seen.method())
                && expected.path("path").asText(seen.target()).equals(seen.target())
                && expected.path("host")
                        .asText(seen.headers().get("host"))
                        .equals(seen.headers().get("host"));
        for (Map.Entry<String, JsonNode> header : expected.path("headers").properties()) {
            same &= header.getValue()
                    .asText()
                    .equals(seen.headers().get(header.getKey().toLowerCase(Locale.ROOT)));
        }
        for (String absent : SuiteTable.texts(expected.path("absentHeaders"))) {
            same &= !seen.headers().containsKey(absent.toLowerCase(Locale.ROOT));
        }
        return same ? null : "expected an upstream to see " + expected + ", seen " + seen;
    }
}
