package io.tallygate.gateway.policy;

import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.problem.Problem;

/// What a policy says of a call.
public sealed interface Verdict {
    Verdict CONTINUE = new Continue();

    /// The policy waits for something and calls [io.tallygate.gateway.exchange.Exchange#resume] when it has it, or
    /// knows
    /// that it will not; then all policies check again. Whoever waits sees to it that the wait ends.
    Verdict AWAIT = new Await();

    record Continue() implements Verdict {}

    record Await() implements Verdict {}

    record Reject(Problem problem) implements Verdict {}

    /// The policy answers the call by itself: nothing goes upstream, nothing is used up, and it is no problem.
    /// @param status  200 to 599
    /// @param fields  without those of framing; never changed once they are here
    /// @param body    likewise
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Answer(int status, Fields fields, byte[] body) implements Verdict {}
}
