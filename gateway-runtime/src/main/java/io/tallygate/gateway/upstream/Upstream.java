package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.RequestHead;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The service behind routes. What it is does not change; how it does is told by the calls of all event loops.
public final class Upstream {
    private final byte[] definition;
    private final UUID id;
    private final UUID tenant;
    private final boolean tls;
    private final List<Target> targets;
    private final String basePath;
    private final int connectTimeoutMillis;
    private final int responseTimeoutMillis;
    private final boolean http2;
    private final UpstreamRules rules;
    private final Balancing balancing;
    private final @Nullable HashKey key;
    private final @Nullable CircuitBreaker breaker;
    private final RetryBudget budget;

    /// @param basePath               raw; what is left of a call's path is put behind it, with exactly one slash
    /// between
    /// @param connectTimeoutMillis   of one target, TLS handshake apart
    /// @param responseTimeoutMillis  from the request's last octet to the response's head
    /// @param http2                  its targets speak HTTP/2: agreed on in TLS, known beforehand without
    /// @param definition             a digest of all that the feed says of it, by which it is known again
    public Upstream(
            byte[] definition,
            UUID id,
            UUID tenant,
            boolean tls,
            List<Target> targets,
            String basePath,
            int connectTimeoutMillis,
            int responseTimeoutMillis,
            boolean http2,
            UpstreamRules rules) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an upstream needs a target");
        }
        this.definition = definition.clone();
        this.id = id;
        this.tenant = tenant;
        this.tls = tls;
        this.basePath = basePath;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.responseTimeoutMillis = responseTimeoutMillis;
        this.http2 = http2;
        this.rules = rules;
        EjectionFloor floor = new EjectionFloor(targets.size(), rules.health().maxEjectedPercent());
        List<Target> watched = new ArrayList<>();
        for (Target target : targets) {
            watched.add(target.watched(new TargetHealth(rules.health(), floor)));
        }
        this.targets = List.copyOf(watched);
        this.balancing = Balancing.of(rules.balancing(), this.targets);
        this.key = Balancing.keyOf(rules.balancing());
        CircuitBreaker.Rules broken = rules.breaker();
        this.breaker = broken == null ? null : new CircuitBreaker(broken);
        this.budget = new RetryBudget(rules.retries().budgetPercent());
    }

    /// Whether the feed says the same of both.
    public boolean isDefinedAs(Upstream other) {
        return MessageDigest.isEqual(definition, other.definition);
    }

    public UUID id() {
        return id;
    }

    public UUID tenant() {
        return tenant;
    }

    public boolean tls() {
        return tls;
    }

    public List<Target> targets() {
        return targets;
    }

    public String basePath() {
        return basePath;
    }

    public int connectTimeoutMillis() {
        return connectTimeoutMillis;
    }

    public int responseTimeoutMillis() {
        return responseTimeoutMillis;
    }

    public boolean http2() {
        return http2;
    }

    public UpstreamRules rules() {
        return rules;
    }

    /// Null: there is none.
    public @Nullable CircuitBreaker breaker() {
        return breaker;
    }

    /// A call is about to go there.
    /// @return  false: the upstream is spared for a while
    public boolean admits(long nowNanos) {
        if (breaker != null && !breaker.admits(nowNanos)) {
            return false;
        }
        budget.called(nowNanos);
        return true;
    }

    /// @return  where the call goes now; [Choice] remembers it
    public Target choose(Choice choice, RequestHead head, String clientAddress, long nowNanos) {
        int chosen = targets.size() == 1
                ? 0
                : balancing.choose(choice, key == null ? 0 : key.of(head, clientAddress), nowNanos);
        choice.add(chosen);
        return targets.get(chosen);
    }

    /// Whether one more call may be sent again now.
    public boolean mayRetry(long nowNanos) {
        return budget.take(nowNanos);
    }

    /// What became of a call.
    /// @param begunNanos  when it was sent there
    /// @return            whether the upstream is spared, or the target left out, from now on
    public Consequence report(Target target, boolean well, long begunNanos, long nowNanos) {
        boolean ejected = target.health().report(well, nowNanos);
        boolean opened = breaker != null && breaker.report(well, begunNanos, nowNanos);
        return opened ? Consequence.OPENED : ejected ? Consequence.EJECTED : Consequence.NONE;
    }

    public enum Consequence {
        NONE,
        EJECTED,
        OPENED
    }
}
