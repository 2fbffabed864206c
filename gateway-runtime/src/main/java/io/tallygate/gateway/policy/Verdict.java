package io.tallygate.gateway.policy;

import io.tallygate.gateway.problem.Problem;

/// What a policy says of a call.
public sealed interface Verdict {
    Verdict CONTINUE = new Continue();

    record Continue() implements Verdict {}

    record Reject(Problem problem) implements Verdict {}
}
