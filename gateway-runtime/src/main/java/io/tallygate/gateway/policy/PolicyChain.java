package io.tallygate.gateway.policy;

import io.tallygate.gateway.exchange.Exchange;
import java.util.List;

/// The policies of a route, in order. Immutable; shared by all calls of the route.
public final class PolicyChain {
    public static final PolicyChain NONE = new PolicyChain(List.of());

    private final Policy[] policies;

    public PolicyChain(List<? extends Policy> policies) {
        this.policies = policies.toArray(Policy[]::new);
    }

    /// Check all, then count all.
    public Verdict admit(Exchange call) {
        Verdict verdict;
        do {
            verdict = check(call);
        } while (verdict instanceof Verdict.Continue && !count(call)); // the next check says who was refused by whom
        if (!(verdict instanceof Verdict.Await)) {
            for (Policy policy : policies) {
                policy.describe(call);
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
        for (int i = 0; i < policies.length; i++) {
            if (!policies[i].count(call)) {
                for (int counted = i - 1; counted >= 0; counted--) {
                    policies[counted].uncount(call);
                }
                return false;
            }
        }
        return true;
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
        for (int i = policies.length - 1; i >= 0; i--) {
            policies[i].uncount(call);
        }
    }

    public void onEnd(Exchange call) {
        for (int i = policies.length - 1; i >= 0; i--) {
            policies[i].onEnd(call);
        }
    }
}
