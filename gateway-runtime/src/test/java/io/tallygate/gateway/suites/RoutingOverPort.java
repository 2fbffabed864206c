package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.Http2Echo;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A gateway over its public ports; each target of a route is an upstream of its own, which is the witness.
final class RoutingOverPort implements RoutingSubject, AutoCloseable {
    /// Routes of the largest row.
    private static final int UPSTREAMS = 16;
    /// Of the largest row whose upstreams speak HTTP/2.
    private static final int HTTP2_UPSTREAMS = 8;

    private final RunningGateway gateway;
    private final List<EchoUpstream> upstreams;
    private final List<Http2Echo> ofHttp2;
    private final Map<String, EchoUpstream> mirrors;
    private List<SuiteRoute> configured = List.of();
    private boolean configuredHttp2;

    private RoutingOverPort(List<EchoUpstream> upstreams, List<Http2Echo> ofHttp2, Map<String, EchoUpstream> mirrors)
            throws Exception {
        this.upstreams = upstreams;
        this.ofHttp2 = ofHttp2;
        this.mirrors = mirrors;
        TestCertificates certificates = new TestCertificates(); // for the names of the tables' listeners
        certificates.put("default", "any.test");
        certificates.put("second", "second-example.org");
        certificates.put("wildcard", "*.wildcard.org");
        certificates.put("fourth", "fourth-example.wildcard.org");
        this.gateway = RunningGateway.allowing(
                Stream.of(
                                upstreams.stream().map(EchoUpstream::port),
                                mirrors.values().stream().map(EchoUpstream::port),
                                ofHttp2.stream().map(Http2Echo::port))
                        .flatMap(ports -> ports)
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(",")),
                List.of());
        gateway.restartWithTls(certificates.folder());
        gateway.feed().delete("route", RunningGateway.ROUTE);
    }

    static RoutingOverPort start() {
        try {
            List<EchoUpstream> upstreams = new ArrayList<>();
            while (upstreams.size() < UPSTREAMS) {
                upstreams.add(new EchoUpstream());
            }
            List<Http2Echo> ofHttp2 = new ArrayList<>();
            while (ofHttp2.size() < HTTP2_UPSTREAMS) {
                ofHttp2.add(new Http2Echo());
            }
            Map<String, EchoUpstream> mirrors =
                    Map.of("infra-backend-v2", new EchoUpstream(), "infra-backend-v3", new EchoUpstream());
            return new RoutingOverPort(upstreams, ofHttp2, mirrors);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Seen ask(List<SuiteRoute> routes, SuiteRequest request) {
        try {
            configure(routes, request);
            forgetCopies();
            List<Integer> before = received();
            upstreams.forEach(upstream -> {
                upstream.alsoSay(request.upstreamSays());
                upstream.behave(SuiteUpstream.behaviour(request.behaviour()));
            });
            SuiteAnswer answer = answer(request);
            int reached = reached(before);
            if (reached < 0) {
                return new Seen(answer.status(), null, null, answer, null);
            }
            EchoUpstream.Seen seen = seenBy(reached).getLast();
            return new Seen(
                    answer.status(), routes.get(routeOf(routes, reached)).name(), seen.target(), answer, seen);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private SuiteAnswer answer(SuiteRequest request) throws Exception {
        if (!request.way().isHttp2()) {
            return SuiteAnswer.to(gateway, request);
        }
        try (RawHttp2 connection = connection(request)) {
            return SuiteAnswer.to(connection, 1, request);
        }
    }

    private RawHttp2 connection(SuiteRequest request) throws Exception {
        return request.way().tls()
                ? RawHttp2.overTls(gateway.tlsPort(), request.way().serverName())
                : new RawHttp2(gateway.port());
    }

    @Override
    public List<Reached> askOften(List<SuiteRoute> routes, SuiteRequest request, int times) {
        List<Reached> all = new ArrayList<>();
        List<String> names = routes.stream()
                .flatMap(route -> SuiteUpstream.backends(route).stream())
                .toList();
        try {
            configure(routes, request);
            forgetCopies();
            try (RawHttp2 connection = connection(request)) { // HTTP/2 on the client's side is quicker for all
                for (int i = 0; i < times; i++) {
                    List<Integer> before = received();
                    SuiteAnswer answer = SuiteAnswer.to(connection, 2 * i + 1, request);
                    int reached = reached(before);
                    all.add(new Reached(
                            reached < 0 ? "" : names.get(reached),
                            answer,
                            reached < 0
                                    ? new EchoUpstream.Seen("", "", Map.of(), 0)
                                    : seenBy(reached).getLast()));
                }
            }
            return all;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// By the order of all targets of all routes.
    private List<Integer> received() {
        return IntStream.range(0, configuredHttp2 ? HTTP2_UPSTREAMS : UPSTREAMS)
                .mapToObj(at -> seenBy(at).size())
                .toList();
    }

    private List<EchoUpstream.Seen> seenBy(int at) {
        return configuredHttp2 ? ofHttp2.get(at).received() : upstreams.get(at).received();
    }

    private int reached(List<Integer> before) {
        List<Integer> after = received();
        return IntStream.range(0, before.size())
                .filter(at -> after.get(at) > before.get(at))
                .findFirst()
                .orElse(-1);
    }

    private static int routeOf(List<SuiteRoute> routes, int target) {
        int left = target;
        for (int route = 0; route < routes.size(); route++) {
            left -= SuiteUpstream.backends(routes.get(route)).size();
            if (left < 0) {
                return route;
            }
        }
        throw new IllegalStateException("no route has target " + target);
    }

    private void forgetCopies() {
        mirrors.keySet().forEach(this::mirroredTo); // those still on their way belong to what was asked before
        mirrors.values().forEach(mirror -> mirror.received().clear());
    }

    @Override
    public List<EchoUpstream.Seen> mirroredTo(String backend) {
        List<EchoUpstream.Seen> received =
                Objects.requireNonNull(mirrors.get(backend)).received();
        try {
            for (int before = -1; before != received.size(); Thread.sleep(100)) {
                before = received.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return received;
    }

    private void configure(List<SuiteRoute> routes, SuiteRequest request) throws Exception {
        boolean http2 = request.way().isGrpc() || routes.stream().anyMatch(SuiteUpstream::speaksHttp2);
        if (routes.equals(configured) && http2 == configuredHttp2) {
            return;
        }
        PortalFeed feed = gateway.feed();
        for (int i = routes.size(); i < configured.size(); i++) {
            feed.delete("route", id(i, 1));
        }
        for (String name : routes.stream()
                .flatMap(route -> SuiteUpstream.mirrors(route).stream())
                .collect(Collectors.toSet())) {
            feed.upstream(
                    SuiteUpstream.mirrorId(name),
                    Objects.requireNonNull(mirrors.get(name)).port(),
                    "",
                    5_000);
        }
        int target = 0;
        for (int i = 0; i < routes.size(); i++) {
            SuiteRoute route = routes.get(i);
            List<Integer> ports = new ArrayList<>();
            for (int j = 0; j < SuiteUpstream.backends(route).size(); j++) {
                ports.add(
                        http2
                                ? ofHttp2.get(target).port()
                                : upstreams.get(target).port());
                target++;
            }
            if (SuiteUpstream.isUsable(route)) {
                feed.putExactly(
                        "upstream",
                        id(i, 2),
                        SuiteUpstream.feedValue(route, ports, http2).toString());
            } else {
                feed.delete("upstream", id(i, 2));
            }
            ObjectNode value = RoutingInProcess.feedValue(route);
            value.put("tenant", PortalFeed.TENANT.toString())
                    .put("api", PortalFeed.API.toString())
                    .put("apiVersion", PortalFeed.API.toString())
                    .put("upstream", id(i, 2).toString())
                    .set("policies", SuiteFilters.policies(route.source()));
            feed.putExactly("route", id(i, 1), value.toString());
        }
        configured = List.copyOf(routes);
        configuredHttp2 = http2;
        gateway.awaitApplied();
    }

    private static UUID id(int index, int kind) {
        return new UUID(kind, index);
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        upstreams.forEach(EchoUpstream::close);
        ofHttp2.forEach(Http2Echo::close);
        mirrors.values().forEach(EchoUpstream::close);
    }
}
