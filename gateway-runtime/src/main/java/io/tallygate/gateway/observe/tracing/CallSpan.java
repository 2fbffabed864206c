package io.tallygate.gateway.observe.tracing;

import io.tallygate.gateway.exchange.RequestId;
import io.tallygate.gateway.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is told of one sampled call: the call itself, and each try upstream. Filled on its event loop, read by who
/// sends it when the call is over. Nothing in it is a secret: no query, no header, no address of the client.
public final class CallSpan {
    /// One try.
    public static final class Try {
        final long span;
        final long startedAtNanos;
        final String host;
        final int port;
        final int number;
        long endedAtNanos;
        int status;

        @Nullable
        String failure;

        @Nullable
        String step;

        @Nullable
        String method;

        Try(long span, long startedAtNanos, String host, int port, int number) {
            this.span = span;
            this.startedAtNanos = startedAtNanos;
            this.host = host;
            this.port = port;
            this.number = number;
        }

        public long span() {
            return span;
        }

        /// It is one of a step of an aggregation.
        /// @param asked  the step's method
        public Try ofStep(String name, String asked) {
            step = name;
            method = asked;
            return this;
        }

        /// @param answered  0: there was no answer
        /// @param why       the failure; null: none
        public void end(long nowNanos, int answered, @Nullable String why) {
            endedAtNanos = nowNanos;
            status = answered;
            failure = why;
        }
    }

    final long traceHigh;
    final long traceLow;
    final long parent;
    final long span;
    final long startedAtMicros;
    final long startedAtNanos;
    final List<Try> tries = new ArrayList<>(1);

    // what is known at the end
    long endedAtNanos;
    int status;
    String method = "";
    String scheme = "";
    String host = "";
    int port;
    String path = "";
    String protocol = "";

    @Nullable
    String route;

    String outcome = "";

    @Nullable
    Problem problem;

    long requestHigh;
    long requestLow;
    long tenantHigh;
    long tenantLow;
    long apiHigh;
    long apiLow;
    long routeHigh;
    long routeLow;
    long consumerHigh;
    long consumerLow;

    CallSpan(TraceContext context, long span, long startedAtMicros, long startedAtNanos) {
        this.traceHigh = context.traceHigh();
        this.traceLow = context.traceLow();
        this.parent = context.parent();
        this.span = span;
        this.startedAtMicros = startedAtMicros;
        this.startedAtNanos = startedAtNanos;
    }

    /// Of the call itself.
    public long span() {
        return span;
    }

    /// @param span    of the try
    /// @param number  of those for the same thing before it
    public Try begin(long span, long nowNanos, String host, int port, int number) {
        Try next = new Try(span, nowNanos, host, port, number);
        tries.add(next);
        return next;
    }

    /// @param route  the path condition that was met; null: no route
    public CallSpan asked(
            String method, String scheme, String host, int port, String path, String protocol, @Nullable String route) {
        this.method = method;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.path = path;
        this.protocol = protocol;
        this.route = route;
        return this;
    }

    public CallSpan ended(long nowNanos, int status, String outcome, @Nullable Problem problem) {
        this.endedAtNanos = nowNanos;
        this.status = status;
        this.outcome = outcome;
        this.problem = problem;
        return this;
    }

    public CallSpan request(long high, long low) {
        requestHigh = high;
        requestLow = low;
        return this;
    }

    public CallSpan tenant(long high, long low) {
        tenantHigh = high;
        tenantLow = low;
        return this;
    }

    public CallSpan api(long high, long low) {
        apiHigh = high;
        apiLow = low;
        return this;
    }

    public CallSpan route(long high, long low) {
        routeHigh = high;
        routeLow = low;
        return this;
    }

    public CallSpan consumer(long high, long low) {
        consumerHigh = high;
        consumerLow = low;
        return this;
    }

    /// @return  null: there is none
    static @Nullable String uuid(long high, long low) {
        return (high | low) == 0 ? null : RequestId.text(high, low);
    }
}
