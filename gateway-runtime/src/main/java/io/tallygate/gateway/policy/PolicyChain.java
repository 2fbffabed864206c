package io.tallygate.gateway.policy;

import io.tallygate.gateway.exchange.CallTrace;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.observe.accesslog.SecretParameters;
import io.tallygate.gateway.policy.PolicyTypes.Placed;
import io.tallygate.gateway.problem.Problem;
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

    private final List<Placed> placed;
    private final Policy[] policies;
    // those that have something to do at a step: a call does not go through the others
    private final Policy[] counting;
    private final Policy[] describing;
    private final Policy[] shapingRequests;
    private final Policy[] shapingAnswers;
    private final Policy[] ending;
    /// Of each.
    private final String[] kinds;

    private final boolean answersPreflights;
    private final SecretParameters secretParameters;

    /// @param placed  in the order in which they act
    public PolicyChain(List<Placed> placed) {
        this.placed = List.copyOf(placed);
        this.policies = placed.stream().map(Placed::policy).toArray(Policy[]::new);
        this.kinds = placed.stream().map(Placed::kind).toArray(String[]::new);
        this.counting = having("count");
        this.describing = having("describe");
        this.shapingRequests = having("onRequest");
        this.shapingAnswers = having("onAnswer");
        this.ending = having("onEnd");
        this.answersPreflights = placed.stream().anyMatch(each -> each.policy().answersPreflights());
        Set<String> secrets = new HashSet<>();
        placed.forEach(each -> secrets.addAll(each.policy().secretParameters()));
        this.secretParameters = secrets.isEmpty() ? SecretParameters.USUAL : new SecretParameters(secrets);
    }

    /// Whose values in a call's query no log may hold.
    public SecretParameters secretParameters() {
        return secretParameters;
    }

    private Policy[] having(String step) {
        return Arrays.stream(policies).filter(policy -> has(policy, step)).toArray(Policy[]::new);
    }

    private static boolean has(Policy policy, String step) {
        try {
            return policy.getClass().getMethod(step, Exchange.class).getDeclaringClass() != Policy.class;
        } catch (NoSuchMethodException | LinkageError unknown) {
            return true; // it is asked then
        }
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
                : new PolicyChain(placed.stream()
                        .map(each -> new Placed(
                                each.kind(), each.order(), each.policy().with(upstreams)))
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
                explain(call);
                describe(call);
            } catch (RuntimeException | LinkageError fault) {
                if (verdict instanceof Verdict.Continue) {
                    uncount(call, counting.length);
                }
                throw fault;
            }
        }
        return verdict;
    }

    private Verdict check(Exchange call) {
        CallTrace trace = call.trace();
        for (int i = 0; i < policies.length; i++) {
            Verdict verdict = trace == null ? policies[i].check(call) : traced(call, trace, i);
            if (!(verdict instanceof Verdict.Continue)) {
                call.decidedBy(kinds[i]);
                return verdict;
            }
        }
        call.decidedBy(null); // by nobody who may have made it wait
        return Verdict.CONTINUE;
    }

    private Verdict traced(Exchange call, CallTrace trace, int number) {
        long began = System.nanoTime();
        Verdict verdict = policies[number].check(call);
        long now = System.nanoTime();
        String kind = kinds[number];
        switch (verdict) {
            case Verdict.Continue _ -> trace.policy(kind, "continue", null, began, now);
            case Verdict.Await _ -> trace.policy(kind, "await", null, began, now);
            case Verdict.Reject(Problem problem) -> trace.policy(kind, "reject", problem.name(), began, now);
            case Verdict.Answer _ -> trace.policy(kind, "answer", null, began, now);
        }
        policies[number].explain(call, trace);
        return verdict;
    }

    private void explain(Exchange call) {
        CallTrace trace = call.trace();
        for (int i = 0; trace != null && i < policies.length; i++) {
            policies[i].explain(call, trace);
        }
    }

    private boolean count(Exchange call) {
        int counted = 0;
        try {
            while (counted < counting.length && counting[counted].count(call)) {
                counted++;
            }
        } catch (RuntimeException | LinkageError fault) {
            uncount(call, counted);
            throw fault;
        }
        if (counted < counting.length) {
            uncount(call, counted);
            return false;
        }
        return true;
    }

    private void uncount(Exchange call, int counted) {
        for (int i = counted - 1; i >= 0; i--) {
            counting[i].uncount(call);
        }
    }

    private void describe(Exchange call) {
        for (Policy policy : describing) {
            policy.describe(call);
        }
    }

    public void onRequest(Exchange call) {
        for (Policy policy : shapingRequests) {
            policy.onRequest(call);
        }
    }

    /// The last to shape the request is the first to see the answer.
    public void onAnswer(Exchange call) {
        for (int i = shapingAnswers.length - 1; i >= 0; i--) {
            shapingAnswers[i].onAnswer(call);
        }
    }

    /// The call was let through and is refused for a reason that no policy knows.
    public void withdraw(Exchange call) {
        uncount(call, counting.length);
    }

    public void onEnd(Exchange call) {
        for (int i = ending.length - 1; i >= 0; i--) {
            ending[i].onEnd(call);
        }
    }
}
