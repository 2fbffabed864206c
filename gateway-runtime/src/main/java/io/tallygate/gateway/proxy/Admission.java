package io.tallygate.gateway.proxy;

import io.tallygate.gateway.config.LiveConfig;
import io.tallygate.gateway.config.LiveRoute;
import io.tallygate.gateway.events.EventIntake;
import io.tallygate.gateway.exchange.CallTrace;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.HopByHop;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.route.PathPattern;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.RouteMatch;
import io.tallygate.gateway.route.RouteTable;
import io.tallygate.gateway.route.UpstreamPath;
import io.tallygate.gateway.upstream.UpstreamCredential;
import io.tallygate.gateway.usage.UsageEvents;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lets a call in: finds its route, asks the policies, reserves room for its record, and makes the head that goes
/// upstream. Holds what the call costs until exactly one of [#withdraw] (nothing of it went upstream) and [#settle] is
/// called. One per client connection.
final class Admission {
    private static final FieldName SEC_WEBSOCKET_KEY = FieldName.of("Sec-WebSocket-Key");
    private static final FieldName SEC_WEBSOCKET_VERSION = FieldName.of("Sec-WebSocket-Version");

    private static final byte[] COOKIE_SEPARATOR = {';', ' '};

    private final Exchange call;
    private final AskedHead asked;
    private final UsageEvents usage;
    private final EventIntake events;
    private final HttpLimits limits;
    private final Metrics metrics;
    private final TrustedProxies proxies;
    private final @Nullable ForwardedBesides besides;
    private @Nullable LiveRoute route;
    private boolean counted;
    private boolean reserved;
    private boolean webSocket;

    Admission(Exchange call, Loop loop) {
        this.call = call;
        this.asked = new AskedHead(call.request());
        this.usage = loop.usage;
        this.events = loop.events;
        this.limits = loop.limits;
        this.metrics = loop.metrics;
        this.proxies = loop.proxies;
        this.besides = loop.besides;
    }

    /// @param config  the call's, to its end
    /// @return        whether the call may go upstream; when it may, everything is counted and reserved
    Verdict admit(LiveConfig config) {
        Problem unsupported = unsupported(call.request());
        if (unsupported != null) {
            return new Verdict.Reject(unsupported);
        }
        String ambiguous = asked.read();
        if (ambiguous != null) {
            return new Verdict.Reject(Problems.badRequest(ambiguous));
        }
        boolean isOwn = asked.isOwn();
        if (isOwn && asked.isEvents()) {
            return events.admit(call, config.events(), config.consumers().credentials(), config.suspended());
        }
        RouteMatch<LiveRoute> match = isOwn ? null : match(config.routes());
        return match == null ? new Verdict.Reject(unmatched(config)) : admit(match, config);
    }

    /// A preflight asks the route that answers the method that it asks about, if that route answers preflights.
    private @Nullable RouteMatch<LiveRoute> match(RouteTable<LiveRoute> routes) {
        if (asked.asPreflight()) {
            RouteMatch<LiveRoute> match = routes.match(asked);
            asked.asItself();
            if (match != null && match.live().policies().answersPreflights()) {
                return match;
            }
        }
        return routes.match(asked);
    }

    private @Nullable Problem unsupported(RequestHead head) {
        if (head.method().equals("CONNECT") || head.method().equals("TRACE") || !head.hasPath()) {
            return Problems.METHOD_NOT_SUPPORTED;
        }
        int expectation = head.fields().find(FieldName.EXPECT);
        if (expectation >= 0 && !head.fields().valueIs(expectation, "100-continue")) {
            return Problems.EXPECTATION_FAILED;
        }
        // other offers to switch (h2c) may be ignored; this one cannot do without (RFC 9110, 7.8)
        if (head.offersWebSocket()) {
            boolean wellFormed = head.method().equals("GET")
                    && head.minorVersion() == 1
                    && !head.isHttp2()
                    && !head.hasBody()
                    && head.namesUpgrade()
                    && head.fields().contains(SEC_WEBSOCKET_KEY)
                    && !head.isRepeated(SEC_WEBSOCKET_KEY);
            if (!wellFormed) {
                return Problems.badRequest("This is no WebSocket handshake as RFC 6455 (4.1) has it.");
            }
            int version = head.fields().find(SEC_WEBSOCKET_VERSION);
            if (version >= 0 && !head.fields().valueIs(version, "13")) {
                call.answerHeader("Sec-WebSocket-Version", "13");
                call.answerHeader("Upgrade", "websocket");
                return Problems.WEBSOCKET_VERSION;
            }
        }
        if (head.contentLength() > limits.requestBodyBytes()) {
            metrics.hit(Limit.REQUEST_BODY);
            return bodyTooLarge(limits);
        }
        return null;
    }

    static Problem bodyTooLarge(HttpLimits limits) {
        return Problems.tooLarge(413, "The body is larger than %,d bytes.".formatted(limits.requestBodyBytes()));
    }

    private Problem unmatched(LiveConfig config) {
        List<String> methods = asked.isOwn() ? List.of() : config.routes().methodsAt(asked);
        if (methods.isEmpty()) {
            return Problems.NO_ROUTE;
        }
        String allowed = String.join(", ", methods);
        call.answerHeader("Allow", allowed);
        return Problems.methodNotAllowed(allowed);
    }

    private Verdict admit(RouteMatch<LiveRoute> match, LiveConfig config) {
        LiveRoute found = match.live();
        route = found;
        byte[] operation = found.operations().nameOf(asked, match.behind(asked));
        usage.describe(call, found.called(), operation, config.revision());
        call.conditionSet(match.index());
        CallTrace trace = call.trace();
        if (trace != null) {
            PathPattern path = match.conditions().path();
            trace.matched(
                    found.route().id().toString(),
                    match.hostText(),
                    path.kind().name().toLowerCase(Locale.ROOT),
                    path.text(),
                    match.index(),
                    config.revision());
        }
        if (config.isSuspended(found.route().tenant())) {
            return new Verdict.Reject(Problems.TENANT_SUSPENDED);
        }
        Verdict verdict = found.policies().admit(call);
        if (!(verdict instanceof Verdict.Continue)) {
            return verdict;
        }
        counted = true;
        if (found.metered()) {
            if (!usage.reserve()) {
                return new Verdict.Reject(Problems.USAGE_JOURNAL_FULL);
            }
            reserved = true;
        }
        target(match);
        Fields fields = call.request().fields();
        webSocket = call.request().offersWebSocket();
        HopByHop.removeFrom(fields);
        if (webSocket) {
            fields.add(FieldName.CONNECTION, "Upgrade");
            fields.add(FieldName.UPGRADE, "websocket");
        }
        fields.remove(FieldName.EXPECT); // answered by the gateway
        fields.join(FieldName.COOKIE, COOKIE_SEPARATOR); // some servers look at the first alone
        ForwardedFields.put(call, proxies);
        if (besides != null) {
            besides.put(call, asked.requestPath());
        }
        int segments = match.live().stripPath() ? match.stripped(asked) : 0;
        if (segments > 0) {
            RequestPath path = asked.requestPath();
            ForwardedFields.stripped(call, path.raw(), path.rawFrom(), path.rawBehind(segments));
        }
        found.policies().onRequest(call);
        UpstreamCredential credential = found.upstream().rules().credential();
        if (credential != null) {
            credential.putInto(fields);
        }
        return Verdict.CONTINUE;
    }

    /// The path and query that go upstream.
    private void target(RouteMatch<LiveRoute> match) {
        RequestPath path = asked.requestPath();
        String base = match.live().upstream().basePath();
        int segments = match.live().stripPath() ? match.stripped(asked) : 0;
        Octets target = call.upstreamTarget();
        target.clear();
        call.upstreamBaseOctets(base.length());
        target.append(base).append(path.raw(), UpstreamPath.restFrom(base, path, segments), path.rawTo());
        if (target.length() == 0) {
            target.append('/');
        }
        RequestHead head = call.request();
        if (call.isQueryChanged()) {
            String query = call.upstreamQuery();
            if (query != null) {
                target.append('?').append(query);
            }
        } else if (head.queryFrom() >= 0) {
            target.append('?').append(head.fields().octets(), head.queryFrom(), head.queryTo());
        }
    }

    /// Lets the policies of the call's route shape the answer's head, if it has come that far.
    void shapeAnswer() {
        LiveRoute live = route;
        if (live != null) {
            live.policies().onAnswer(call);
        }
    }

    /// Null: none has matched yet.
    @Nullable
    LiveRoute routeIfAny() {
        return route;
    }

    /// Of the call that was let in.
    LiveRoute route() {
        LiveRoute live = route;
        if (live == null) {
            throw new IllegalStateException("no route");
        }
        return live;
    }

    /// Whether the call that was let in may become a WebSocket.
    boolean isWebSocket() {
        return webSocket;
    }

    /// Whether the call will have a record, and has none yet.
    boolean isRecorded() {
        return reserved;
    }

    /// Nothing of the call went upstream: it uses up nothing, and there is nothing to record.
    void withdraw() {
        if (counted) {
            counted = false;
            try {
                route().policies().withdraw(call);
            } catch (RuntimeException | LinkageError fault) {
                metrics.fault("giving back what a call used up", fault);
            }
        }
        if (reserved) {
            reserved = false;
            usage.release();
        }
    }

    /// The call has ended as its usage says: what was not billable is given back, and the record is written.
    void settle() {
        if (counted) {
            counted = false;
            try {
                route().policies().onEnd(call);
            } catch (RuntimeException | LinkageError fault) {
                metrics.fault("ending a call", fault); // it is recorded all the same
            }
        }
        if (reserved) {
            reserved = false;
            usage.record(call);
        }
    }

    /// Forgets the call.
    void clear() {
        route = null;
        webSocket = false;
    }
}
