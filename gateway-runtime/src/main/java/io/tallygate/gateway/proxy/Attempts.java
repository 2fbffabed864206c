package io.tallygate.gateway.proxy;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.upstream.Choice;
import io.tallygate.gateway.upstream.RetryRules;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// To which target a call goes, how often it has tried, and whether it may once more. Belongs to one [Call] at a time
/// and is used again for the next.
final class Attempts {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final Loop loop;
    private final Exchange exchange;
    private final Admission admission;
    private final Choice choice = new Choice();
    private @Nullable Target target;
    private long beganNanos;
    private int retries;
    private boolean retriedStale;

    Attempts(Loop loop, Exchange exchange, Admission admission) {
        this.loop = loop;
        this.exchange = exchange;
        this.admission = admission;
    }

    /// Where the next attempt goes; its target has one call more from now on.
    /// @param again  to this target once more; null: to whichever the upstream's balance says
    Target begin(@Nullable Target again, long now) {
        Target chosen = again != null
                ? again
                : admission.route().upstream().choose(choice, exchange.request(), exchange.clientAddress(), now);
        target = chosen;
        beganNanos = now;
        chosen.health().begin();
        return chosen;
    }

    /// Null when the call is at no target: not yet, not any more, or its answer is made of several.
    @Nullable
    Target target() {
        return target;
    }

    long beganNanos() {
        return beganNanos;
    }

    /// Tells how the target did with this attempt.
    void report(boolean well) {
        Target tried = target;
        if (tried == null) {
            throw new IllegalStateException("a call to nobody");
        }
        Upstream to = admission.route().upstream();
        switch (to.report(tried, well, beganNanos, System.nanoTime())) {
            case NONE -> {}
            case EJECTED -> loop.metrics.targetEjections.increment();
            case OPENED -> loop.metrics.breakerOpenings.increment();
        }
    }

    /// The target has this call no longer.
    /// @return  which it was
    @Nullable
    Target leave() {
        Target known = target;
        target = null;
        if (known != null) {
            known.health().end();
        }
        return known;
    }

    /// After an answer. Whether its status is one of those that the upstream's rules ask to try again; then an attempt
    /// of the budget is taken.
    boolean mayRepeat(int answered) {
        Upstream to = admission.route().upstream();
        return target != null && to.rules().retries().statuses().contains(answered) && isRepeatable() && take(to);
    }

    /// What was not sent may go elsewhere. What was is sent again only where that does no harm: once when a
    /// connection that had been kept alive turned out to have ended, which the upstream may not have noticed, and
    /// otherwise when the upstream's rules ask for it.
    /// @param sent  whether anything of the call has ever gone to an upstream
    boolean mayTryAgain(UpstreamFailure failure, boolean sent) {
        Upstream to = admission.route().upstream();
        RetryRules rules = to.rules().retries();
        boolean repeatable = isRepeatable();
        if (failure == UpstreamFailure.STALE && !retriedStale) {
            retriedStale = true;
            if (repeatable) {
                loop.metrics.upstreamRetries.increment();
            }
            return repeatable; // not of the budget: nobody had any work by it
        }
        boolean asked = switch (failure) {
            case UNREACHABLE, CONNECT_TIMEOUT ->
                (!sent || repeatable)
                        && (rules.repeats() || retries + 1 < to.targets().size());
            case STALE, RESET -> repeatable && rules.repeats();
            case RESPONSE_TIMEOUT -> repeatable && rules.onTimeout();
            case FORBIDDEN, OVERLOADED, MALFORMED, IDLE, CUT, FAULT -> false;
        };
        return asked && take(to);
    }

    /// RFC 9110, 9.2.2; and what was sent of a body is gone.
    private boolean isRepeatable() {
        return !exchange.request().hasBody()
                && !admission.isWebSocket()
                && IDEMPOTENT.contains(exchange.request().method());
    }

    private boolean take(Upstream to) {
        if (retries >= to.rules().retries().attempts()) {
            return false;
        }
        if (!to.mayRetry(System.nanoTime())) {
            loop.metrics.hit(Limit.UPSTREAM_RETRIES);
            return false;
        }
        retries++;
        loop.metrics.upstreamRetries.increment();
        return true;
    }

    void clear() {
        leave();
        choice.clear();
        retries = 0;
        retriedStale = false;
    }
}
