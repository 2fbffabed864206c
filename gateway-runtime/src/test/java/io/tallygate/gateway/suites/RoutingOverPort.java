package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A gateway over its public port; each route has an upstream of its own, which is the witness.
final class RoutingOverPort implements RoutingSubject, AutoCloseable {
    /// Routes of the largest row.
    private static final int UPSTREAMS = 16;

    private final RunningGateway gateway;
    private final List<EchoUpstream> upstreams;
    private List<SuiteRoute> configured = List.of();

    private RoutingOverPort(List<EchoUpstream> upstreams) throws Exception {
        this.upstreams = upstreams;
        this.gateway = RunningGateway.allowedToCall(upstreams);
        gateway.feed().delete("route", RunningGateway.ROUTE);
    }

    static RoutingOverPort start() {
        try {
            List<EchoUpstream> upstreams = new ArrayList<>();
            while (upstreams.size() < UPSTREAMS) {
                upstreams.add(new EchoUpstream());
            }
            return new RoutingOverPort(upstreams);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Seen ask(List<SuiteRoute> routes, SuiteRequest request) {
        try {
            configure(routes);
            List<Integer> before = received();
            upstreams.forEach(upstream -> upstream.alsoSay(request.upstreamSays()));
            SuiteAnswer answer = SuiteAnswer.to(gateway, request);
            int status = answer.status();
            List<Integer> after = received();
            for (int i = 0; i < routes.size(); i++) {
                if (after.get(i) > before.get(i)) {
                    EchoUpstream.Seen seen = upstreams.get(i).received().getLast();
                    return new Seen(status, routes.get(i).name(), seen.target(), answer, seen);
                }
            }
            return new Seen(status, null, null, answer, null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> received() {
        return upstreams.stream().map(upstream -> upstream.received().size()).toList();
    }

    private void configure(List<SuiteRoute> routes) throws Exception {
        if (routes.equals(configured)) {
            return;
        }
        PortalFeed feed = gateway.feed();
        for (int i = routes.size(); i < configured.size(); i++) {
            feed.delete("route", id(i, 1));
        }
        for (int i = 0; i < routes.size(); i++) {
            SuiteRoute route = routes.get(i);
            String base = route.servicePath().equals("/") ? "" : route.servicePath();
            feed.upstream(id(i, 2), upstreams.get(i).port(), base, 5_000);
            ObjectNode value = RoutingInProcess.feedValue(route);
            value.put("tenant", PortalFeed.TENANT.toString())
                    .put("api", PortalFeed.API.toString())
                    .put("apiVersion", PortalFeed.API.toString())
                    .put("upstream", id(i, 2).toString())
                    .set("policies", SuiteFilters.policies(route.source()));
            feed.putExactly("route", id(i, 1), value.toString());
        }
        configured = List.copyOf(routes);
        int revision = feed.lines().size();
        RunningGateway.await("revision " + revision, () -> gateway.metric("tallygate_config_revision") == revision);
    }

    private static UUID id(int index, int kind) {
        return new UUID(kind, index);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        upstreams.forEach(EchoUpstream::close);
    }
}
