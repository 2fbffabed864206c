package io.tallygate.gateway.suites;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rows about routing are asked of: parts in this process, or a gateway over its public port.
interface RoutingSubject {
    /// @param status          of the answer: 404 and 405 no route, 400 refused before any was looked for
    /// @param route           that answers
    /// @param upstreamTarget  path and query that its upstream gets
    record Seen(
            int status, @Nullable String route, @Nullable String upstreamTarget) {}

    /// @param routes  the older one first
    Seen ask(List<SuiteRoute> routes, SuiteRequest request);
}
