package io.tallygate.gateway.proxy;

import io.tallygate.gateway.config.LiveRoute;
import io.tallygate.gateway.exchange.CallTrace;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.accesslog.AccessLog;
import io.tallygate.gateway.observe.calltrace.TraceTokens;
import io.tallygate.gateway.observe.tracing.CallSpan;
import io.tallygate.gateway.observe.tracing.TraceContext;
import io.tallygate.gateway.observe.tracing.Tracing;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamFailure;
import io.tallygate.metering.recording.UsageDraft;
import org.jspecify.annotations.Nullable;

/// What is told of one call to whoever looks on: its spans, its line in the access log, and what it went through for a
/// caller that may see it. Belongs to a [Call] and is used again with it; where nobody looks it notes a few numbers and
/// makes nothing.
final class Sight {
    /// A token in the request; in the answer, what the call went through.
    static final FieldName X_TALLYGATE_TRACE = FieldName.of("X-Tallygate-Trace");

    private final Exchange exchange;
    private final Admission admission;
    private final TrustedProxies proxies;
    private final @Nullable Tracing tracing;
    private final TraceTokens tokens;
    private final AccessLog.@Nullable Lines lines;
    private final Loop loop;
    private final TraceContext context = new TraceContext();

    private @Nullable CallSpan span;
    private CallSpan.@Nullable Try spanOfTry;
    private long ownSpan;
    private TraceTokens.@Nullable Grant grant;
    private @Nullable Problem problem;
    private @Nullable Outcome outcome;
    private @Nullable Upstream upstream;
    private @Nullable Target target;
    private int tries;
    private int status;
    private int answered;
    private @Nullable UpstreamFailure failure;
    private long upstreamMicros;
    private long ownOctets;

    Sight(Exchange exchange, Admission admission, Loop loop) {
        this.exchange = exchange;
        this.admission = admission;
        this.loop = loop;
        this.proxies = loop.proxies;
        this.tracing = loop.seeing.tracing();
        this.tokens = loop.seeing.tokens();
        this.lines = loop.lines;
    }

    /// The request is understood.
    void begin() {
        Fields fields = exchange.request().fields();
        boolean any = fields.mayContain(TraceContext.TRACEPARENT, TraceContext.TRACESTATE, X_TALLYGATE_TRACE);
        if (any) {
            context.read(fields);
            mayBeShown(fields);
        }
        Tracing to = tracing;
        if (to != null) {
            boolean trusted = !to.believesAll() && context.isThere() && proxies.isTrusted(exchange.peerAddress());
            span = to.begin(context, trusted, exchange.usage().startedAtMicros, exchange.startedAtNanos());
            CallSpan told = span;
            ownSpan = told == null ? Tracing.newId() : told.span();
        } else if (context.wasMalformed()) {
            context.begin(Tracing.newId(), Tracing.newId());
            ownSpan = Tracing.newId();
        }
        UsageDraft usage = exchange.usage();
        usage.traceHigh = context.traceHigh();
        usage.traceLow = context.traceLow();
    }

    private void mayBeShown(Fields fields) {
        int token = fields.find(X_TALLYGATE_TRACE);
        if (token >= 0) {
            long now = exchange.startedAtMillis() / 1_000;
            grant = tokens.check(fields.octets(), fields.valueFrom(token), fields.valueTo(token), now);
            fields.remove(X_TALLYGATE_TRACE);
            if (grant != null) {
                exchange.trace(new CallTrace(fields, exchange.startedAtNanos()));
            }
        }
    }

    void tries(Upstream to, Target chosen, long nowNanos) {
        left();
        tries++;
        upstream = to;
        target = chosen;
        answered = 0;
        failure = null;
        CallSpan told = span;
        if (told != null) {
            spanOfTry = told.begin(Tracing.newId(), nowNanos, chosen.host(), chosen.port(), tries - 1);
        }
        CallTrace trace = exchange.trace();
        if (trace != null) {
            trace.began(to.id().toString(), chosen.host() + ":" + chosen.port(), nowNanos);
        }
    }

    /// The head goes upstream next.
    void sends(Fields fields) {
        CallSpan.Try tried = spanOfTry;
        if (tried != null) {
            context.put(fields, tried.span());
        } else if (ownSpan != 0) {
            context.put(fields, ownSpan);
        }
        CallTrace trace = exchange.trace();
        if (trace != null) {
            trace.connected(System.nanoTime());
            trace.sent(fields);
        }
    }

    /// @param step  of an aggregation
    OwnTries triesOf(String step, String method) {
        CallSpan told = span;
        return told == null ? OwnTries.UNSEEN : new StepTries(told, context, step, method);
    }

    void answers(int upstreamStatus) {
        answered = upstreamStatus;
        CallTrace trace = exchange.trace();
        if (trace != null) {
            trace.answered(upstreamStatus, System.nanoTime());
        }
    }

    void fails(UpstreamFailure why) {
        failure = why;
        CallTrace trace = exchange.trace();
        if (trace != null) {
            trace.failed(why.text(), System.nanoTime());
        }
    }

    private void left() {
        CallSpan.Try tried = spanOfTry;
        if (tried != null) {
            spanOfTry = null;
            UpstreamFailure why = failure;
            tried.end(System.nanoTime(), answered, why == null ? null : why.text());
        }
    }

    void problem(Problem answeredWith) {
        problem = answeredWith;
        loop.metrics.problem(answeredWith.name());
    }

    /// The gateway's own answer has so many octets.
    void own(int octets) {
        ownOctets = octets;
    }

    /// @param microsUpstream  of the call
    void ended(Outcome how, int withStatus, long microsUpstream) {
        outcome = how;
        status = withStatus;
        upstreamMicros = microsUpstream;
        String by = exchange.decidedBy();
        if (by != null) {
            loop.metrics.refusedBy(by);
        }
    }

    /// Tells a caller that may see it.
    void tell(AnswerHead answer) {
        CallTrace trace = exchange.trace();
        TraceTokens.Grant may = grant;
        if (trace == null || may == null) {
            return;
        }
        LiveRoute route = admission.routeIfAny();
        boolean isTheirs = route == null
                || route.route().tenant().equals(may.tenant())
                        && (may.route() == null || route.route().id().equals(may.route()));
        if (isTheirs) {
            String text = trace.text(exchange.requestId(), answer.status(), System.nanoTime());
            answer.fields().remove(X_TALLYGATE_TRACE);
            answer.fields().add(X_TALLYGATE_TRACE, text);
            answer.fields().remove(FieldName.CACHE_CONTROL);
            answer.fields().add(FieldName.CACHE_CONTROL, "no-store");
        }
    }

    /// The call is over, and is forgotten behind this.
    void close() {
        left();
        Outcome how = outcome;
        if (how != null && (span != null || lines != null)) {
            long now = System.nanoTime();
            CallSpan told = span;
            if (told != null && tracing != null) {
                tracing.ended(complete(told, how, now));
            }
            if (lines != null) {
                CallLine.write(lines.begin(), this, how, now);
                lines.end();
            }
        }
        context.clear();
        span = null;
        spanOfTry = null;
        ownSpan = 0;
        grant = null;
        problem = null;
        outcome = null;
        upstream = null;
        target = null;
        tries = 0;
        status = 0;
        answered = 0;
        failure = null;
        upstreamMicros = 0;
        ownOctets = 0;
    }

    private CallSpan complete(CallSpan told, Outcome how, long now) {
        RequestHead head = exchange.request();
        UsageDraft usage = exchange.usage();
        LiveRoute route = admission.routeIfAny();
        return told.asked(
                        head.method(),
                        exchange.isSecure() ? "https" : "http",
                        head.host(),
                        head.port(),
                        head.path(),
                        CallLine.protocol(head),
                        route == null
                                ? null
                                : route.route()
                                        .matches()
                                        .get(exchange.conditionSet())
                                        .path()
                                        .text())
                .ended(now, status, how.text(), problem)
                .request(usage.idHigh, usage.idLow)
                .tenant(usage.tenantHigh, usage.tenantLow)
                .api(usage.apiHigh, usage.apiLow)
                .route(usage.routeHigh, usage.routeLow)
                .consumer(usage.consumerHigh, usage.consumerLow);
    }

    // for the line ---------------------------------------------------------------------------------------------------

    Exchange exchange() {
        return exchange;
    }

    Admission admission() {
        return admission;
    }

    TraceContext context() {
        return context;
    }

    @Nullable
    Problem problem() {
        return problem;
    }

    @Nullable
    Upstream upstream() {
        return upstream;
    }

    @Nullable
    Target target() {
        return target;
    }

    int tries() {
        return tries;
    }

    int status() {
        return status;
    }

    long upstreamMicros() {
        return upstreamMicros;
    }

    long ownOctets() {
        return ownOctets;
    }

    AccessLogClient client() {
        return loop.client;
    }
}
