package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Deadlines;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.upstream.UpstreamConnections.Waiting;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call of the gateway's own: it goes where balancing sends it, counts for health and breaker, and is asked again
/// as
/// its upstream's rules allow. Made with [OwnCalls#ask].
public final class OwnCall implements UpstreamCall {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /// Who asked. Told on the event loop; nothing more comes after [#onAnswered] or [#onFailed].
    public interface Asker {
        /// @param part  of the answer's body; released by who calls
        /// @return      false: it is too much, and the call ends with [Failure#TOO_LARGE]
        boolean onPart(ByteBuf part);

        /// The answer is complete, whatever its status.
        void onAnswered(AnswerHead head);

        void onFailed(Failure why);
    }

    /// Why there is no complete answer.
    public enum Failure {
        /// No connection, or it ended before an answer.
        UNREACHABLE,
        TIMEOUT,
        /// The upstream's circuit breaker is open.
        SPARED,
        /// As many calls wait as may.
        OVERLOADED,
        TOO_LARGE,
        /// What came is no answer, or broke off.
        BROKEN
    }

    private final OwnRequest request;
    private final Asker asker;
    private final UpstreamConnections connections;
    private final Deadlines deadlines;
    private final Metrics metrics;
    private final AnswerHead answer = new AnswerHead();
    private final Choice choice = new Choice();
    private final Deadline deadline;

    private @Nullable UpstreamSide side;
    private @Nullable Waiting waiting;
    private @Nullable Target target;
    private long attemptedAtNanos;
    private int retries;
    private boolean retriedStale;
    private boolean sent;
    private boolean headCame;
    private boolean over;
    private int answered;
    private @Nullable String why;

    OwnCall(OwnRequest request, Asker asker, UpstreamConnections connections, Deadlines deadlines, Metrics metrics) {
        this.request = request;
        this.asker = asker;
        this.connections = connections;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.deadline = deadlines.add(this::late);
    }

    void begin() {
        long now = System.nanoTime();
        deadline.set(now, request.timeoutNanos());
        if (request.upstream().admits(now)) {
            connect(false);
        } else {
            metrics.sparedCalls.increment();
            fail(Failure.SPARED);
        }
    }

    /// Nobody waits for the answer any more.
    public void abort() {
        if (!over) {
            end();
        }
    }

    private void end() {
        over = true;
        deadlines.remove(deadline);
        leaveUpstream();
        leaveTarget();
    }

    private void fail(Failure why) {
        end();
        asker.onFailed(why);
    }

    private void connect(boolean again) {
        long now = System.nanoTime();
        Target same = target;
        Target chosen = again && same != null
                ? same
                : request.upstream().choose(choice, request.head(), request.clientAddress(), now);
        target = chosen;
        attemptedAtNanos = now;
        answered = 0;
        why = null;
        chosen.health().begin();
        request.tries().begins(chosen);
        Waiting place = connections.connect(request.upstream(), chosen, again, this);
        if (place != null && !place.isOver()) {
            waiting = place;
        }
    }

    @Override
    public AnswerHead answer() {
        return answer;
    }

    @Override
    public void onConnection(UpstreamSide connection) {
        waiting = null;
        side = connection;
        sent = true;
        byte[] host = request.host();
        Target to = target;
        if (to == null) {
            throw new IllegalStateException("a call to nobody");
        }
        request.tries().sends(request.head().fields());
        connection.send(request.head(), request.target(), host == null ? to.authority() : host);
        if (request.body().length > 0) {
            connection.send(Unpooled.wrappedBuffer(request.body()));
        }
        connection.end();
    }

    @Override
    public void onWritable() {}

    @Override
    public void onInterim() {}

    @Override
    public void onPause() {}

    @Override
    public void onHead() {
        RetryRules rules = request.upstream().rules().retries();
        HealthRules health = request.upstream().rules().health();
        answered = answer.status();
        report(!health.statuses().contains(answered));
        if (rules.statuses().contains(answer.status()) && isRepeatable() && mayRetry()) {
            leaveUpstream();
            leaveTarget();
            connect(false);
            return;
        }
        headCame = true;
    }

    @Override
    public void onBody(ByteBuf part) {
        try {
            if (!over && !asker.onPart(part)) {
                fail(Failure.TOO_LARGE);
            }
        } finally {
            part.release();
        }
    }

    @Override
    public void onEnd(@Nullable Fields trailers) {
        side = null;
        if (!over) {
            end();
            asker.onAnswered(answer);
        }
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        waiting = null;
        side = null;
        if (over) {
            return;
        }
        if (failure.isOfTarget()) {
            report(false);
        }
        boolean again = !headCame && mayTryAgain(failure);
        boolean same = failure == UpstreamFailure.STALE;
        Target tried = target;
        why = failure.text();
        leaveTarget();
        if (again) {
            target = same ? tried : null;
            connect(same);
            return;
        }
        fail(
                switch (failure) {
                    case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, IDLE -> Failure.TIMEOUT;
                    case OVERLOADED -> Failure.OVERLOADED;
                    case MALFORMED, CUT, FAULT -> Failure.BROKEN;
                    case FORBIDDEN, UNREACHABLE, STALE, RESET -> Failure.UNREACHABLE;
                });
    }

    /// As for a client's call: what was not sent may go elsewhere, what was only where that does no harm.
    private boolean mayTryAgain(UpstreamFailure failure) {
        RetryRules rules = request.upstream().rules().retries();
        boolean repeatable = isRepeatable();
        if (failure == UpstreamFailure.STALE && !retriedStale) {
            retriedStale = true;
            return repeatable;
        }
        boolean asked = switch (failure) {
            case UNREACHABLE, CONNECT_TIMEOUT ->
                (!sent || repeatable)
                        && (rules.repeats()
                                || retries + 1 < request.upstream().targets().size());
            case STALE, RESET -> repeatable && rules.repeats();
            case RESPONSE_TIMEOUT -> repeatable && rules.onTimeout();
            case FORBIDDEN, OVERLOADED, MALFORMED, IDLE, CUT, FAULT -> false;
        };
        return asked && mayRetry();
    }

    private boolean isRepeatable() {
        return request.repeats() && IDEMPOTENT.contains(request.head().method());
    }

    private boolean mayRetry() {
        Upstream to = request.upstream();
        if (!request.repeats() || retries >= to.rules().retries().attempts()) {
            return false;
        }
        if (!to.mayRetry(System.nanoTime())) {
            metrics.hit(Limit.UPSTREAM_RETRIES);
            return false;
        }
        retries++;
        metrics.upstreamRetries.increment();
        return true;
    }

    private void report(boolean well) {
        Target to = target;
        if (to != null) {
            switch (request.upstream().report(to, well, attemptedAtNanos, System.nanoTime())) {
                case NONE -> {}
                case EJECTED -> metrics.targetEjections.increment();
                case OPENED -> metrics.breakerOpenings.increment();
            }
        }
    }

    private void leaveTarget() {
        Target known = target;
        target = null;
        if (known != null) {
            known.health().end();
            request.tries().ends(answered, why);
        }
    }

    private void leaveUpstream() {
        UpstreamSide connection = side;
        side = null;
        if (connection != null) {
            connection.abort();
        }
        Waiting place = waiting;
        waiting = null;
        if (place != null) {
            place.cancel();
        }
    }

    private void late() {
        why = UpstreamFailure.RESPONSE_TIMEOUT.text();
        metrics.hit(Limit.OWN_CALL_TIME);
        if (sent && !headCame) { // an answer that has begun has been told of already
            report(false);
        }
        fail(Failure.TIMEOUT);
    }
}
