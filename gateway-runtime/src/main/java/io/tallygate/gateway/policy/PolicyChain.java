package io.tallygate.gateway.policy;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.upstream.Upstream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The policies of a route, in order. Immutable; shared by all calls of the route.
public final class PolicyChain {
    public static final PolicyChain NONE = new PolicyChain(List.of());

    private final Policy[] policies;
    private final boolean answersPreflights;

    public PolicyChain(List<? extends Policy> policies) {
        this.policies = policies.toArray(Policy[]::new);
        this.answersPreflights = policies.stream().anyMatch(Policy::answersPreflights);
    }

    /// Upstreams that they call by themselves.
    public Set<UUID> upstreams() {
        Set<UUID> all = new HashSet<>();
        for (Policy policy : policies) {
            all.addAll(policy.upstreams());
        }
        return all;
    }

    /// The same policies, which know those upstreams.
    public PolicyChain with(Map<UUID, Upstream> upstreams) {
        return upstreams.isEmpty()
                ? this
                : new PolicyChain(Arrays.stream(policies)
                        .map(policy -> policy.with(upstreams))
                        .toList());
    }

    /// Whether one of them answers preflights.
    public boolean answersPreflights() {
        return answersPreflights;
    }

    /// Check all, then count all. Whatever a policy throws, nothing stays counted.
    public Verdict admit(Exchange call) {
        Verdict verdict;
        do {
            verdict = check(call);
        } while (verdict instanceof Verdict.Continue && !count(call)); // the next check says who was refused by whom
        if (!(verdict instanceof Verdict.Await)) {
            try {
                describe(call);
            } catch (RuntimeException | LinkageError fault) {
                if (verdict instanceof Verdict.Continue) {
                    uncount(call, policies.length);
                }
                throw fault;
            }
        }
        return verdict;
    }

    private Verdict check(Exchange call) {
        for (Policy policy : policies) {
            Verdict verdict = policy.check(call);
            if (!(verdict instanceof Verdict.Continue)) {
                return verdict;
            }
        }
        return Verdict.CONTINUE;
    }

    private boolean count(Exchange call) {
        int counted = 0;
        try {
            while (counted < policies.length && policies[counted].count(call)) {
                counted++;
            }
        } catch (RuntimeException | LinkageError fault) {
            uncount(call, counted);
            throw fault;
        }
        if (counted < policies.length) {
            uncount(call, counted);
            return false;
        }
        return true;
    }

    private void uncount(Exchange call, int counted) {
        for (int i = counted - 1; i >= 0; i--) {
            policies[i].uncount(call);
        }
    }

    private void describe(Exchange call) {
        for (Policy policy : policies) {
            policy.describe(call);
        }
    }

    public void onRequest(Exchange call) {
        for (Policy policy : policies) {
            policy.onRequest(call);
        }
    }

    /// The last to shape the request is the first to see the answer.
    public void onAnswer(Exchange call) {
        for (int i = policies.length - 1; i >= 0; i--) {
            policies[i].onAnswer(call);
        }
    }

    /// The call was let through and is refused for a reason that no policy knows.
    public void withdraw(Exchange call) {
        uncount(call, policies.length);
    }

    public void onEnd(Exchange call) {
        for (int i = policies.length - 1; i >= 0; i--) {
            policies[i].onEnd(call);
        }
    }
}
