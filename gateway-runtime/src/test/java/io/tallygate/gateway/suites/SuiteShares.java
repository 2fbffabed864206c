package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.suites.RoutingSubject.Reached;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What rows of `route-matching` say of many calls together.
final class SuiteShares {
    private SuiteShares() {}

    /// @param reached  null: nobody was
    /// @return         null when the row says the same
    static @Nullable String difference(JsonNode expect, @Nullable List<Reached> reached) {
        if (reached == null) {
            return null;
        }
        for (Reached each : reached) {
            String wrong = each.answer().difference(expect);
            if (wrong != null) {
                return wrong;
            }
            if (expect.path("each").asText().startsWith("the header Backend")
                    && !each.backend().equals(each.upstream().headers().get("backend"))) {
                return "expected Backend: " + each.backend() + ", seen " + each.upstream();
            }
        }
        double tolerance = expect.path("shareTolerance").asDouble();
        for (Map.Entry<String, JsonNode> share : expect.path("shares").properties()) {
            long count = reached.stream()
                    .filter(each -> each.backend().equals(share.getKey()))
                    .count();
            double seen = (double) count / reached.size();
            if (Math.abs(seen - share.getValue().asDouble()) > tolerance) {
                return "expected " + share + " of the calls, seen " + seen;
            }
        }
        return null;
    }

    /// @param mirror  a member of `mirroredTo`
    /// @param copies  that its upstream got
    /// @return        null when the row says the same: so many of them, and as the upstream itself got the call
    static @Nullable String difference(JsonNode mirror, JsonNode expect, List<EchoUpstream.Seen> copies, int times) {
        double share = mirror.path("percent").asDouble(100) / 100;
        double tolerance = 3 * Math.sqrt(times * share * (1 - share));
        if (Math.abs(copies.size() - times * share) > tolerance) {
            return "expected " + mirror + " of " + times + ", seen " + copies.size();
        }
        for (EchoUpstream.Seen copy : copies) {
            String wrong = FilteredCalls.upstream(expect.path("upstreamRequest"), copy);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }
}
