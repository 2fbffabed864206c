package io.tallygate.gateway.suites;

import io.tallygate.gateway.running.EchoUpstream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rows about routing are asked of: parts in this process, or a gateway over its public port.
interface RoutingSubject {
    /// @param status          of the answer: 404 and 405 no route, 400 refused before any was looked for
    /// @param route           that answers
    /// @param upstreamTarget  path and query that its upstream gets
    /// @param answer          whole; null: nobody has answered, the route alone was looked for
    /// @param upstream        the request as the upstream saw it; null: it saw none
    record Seen(
            int status,
            @Nullable String route,
            @Nullable String upstreamTarget,
            @Nullable SuiteAnswer answer,
            EchoUpstream.@Nullable Seen upstream) {
        Seen(int status, @Nullable String route, @Nullable String upstreamTarget) {
            this(status, route, upstreamTarget, null, null);
        }
    }

    /// @param routes  the older one first
    Seen ask(List<SuiteRoute> routes, SuiteRequest request);

    /// @param backend  of the table that was reached, by its name
    record Reached(String backend, SuiteAnswer answer, EchoUpstream.Seen upstream) {}

    /// Again and again.
    /// @return  null when this subject reaches nobody
    default @Nullable List<Reached> askOften(List<SuiteRoute> routes, SuiteRequest request, int times) {
        return null;
    }

    /// What the upstream of that name has got as copies since it was asked last; null when this subject copies nothing.
    default @Nullable List<EchoUpstream.Seen> mirroredTo(String backend) {
        return null;
    }
}
