package io.tallygate.gateway.policy.rewrite;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Another path, query or host goes upstream than the client named.
final class RewritePolicy implements Policy {
    private static final Slot<String> PATH = new Slot<>(String.class);

    private final Route route;
    private final @Nullable PathChange path;
    private final @Nullable QueryChange query;
    private final byte @Nullable [] host;
    private final boolean keepsHost;

    /// @param host  null: not this one
    RewritePolicy(
            Route route,
            @Nullable PathChange path,
            @Nullable QueryChange query,
            byte @Nullable [] host,
            boolean keepsHost) {
        this.route = route;
        this.path = path;
        this.query = query;
        this.host = host;
        this.keepsHost = keepsHost;
    }

    @Override
    public Verdict check(Exchange call) {
        if (path != null) {
            String made = path.of(call);
            if (made == null) {
                return new Verdict.Reject(Problems.badRequest("A part of the path leads elsewhere."));
            }
            call.slot(PATH, made);
        }
        return Verdict.CONTINUE;
    }

    @Override
    public void onRequest(Exchange call) {
        if (path != null || query != null) {
            target(call);
        }
        if (host != null) {
            call.upstreamHost(host);
        } else if (keepsHost && call.request().authorityOctets().length > 0) {
            call.upstreamHost(call.request().authorityOctets());
        }
    }

    private void target(Exchange call) {
        Octets target = call.upstreamTarget();
        String whole = target.toString();
        int mark = whole.indexOf('?');
        String before = mark < 0 ? whole : whole.substring(0, mark);
        String asked = mark < 0 ? null : whole.substring(mark + 1);
        String made = call.slot(PATH);
        String base = whole.substring(0, call.upstreamBaseOctets());
        String now = made == null ? before : base + (base.endsWith("/") ? made.substring(1) : made);
        String then = query == null ? asked : query.of(asked, values(call, query));
        target.clear();
        target.append(now);
        if (then != null) {
            target.append('?').append(then);
        }
    }

    private Map<String, String> values(Exchange call, QueryChange change) {
        return change.hasNames()
                ? PathVariables.of(
                        route.matches().get(call.conditionSet()).path(),
                        RequestPath.of(call.request().path()))
                : Map.of();
    }
}
