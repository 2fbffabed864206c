package io.tallygate.gateway.aggregate;

import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.UpstreamCall;

/// Who gets the answer that is made of several. Told as by an upstream, but that a failure is a problem which says what
/// is missing.
public interface Answering extends UpstreamCall {
    /// Instead of an answer; nothing more comes.
    /// @param asked    whether anything was asked of an upstream
    /// @param timeout  something did not come in time
    void onProblem(Problem problem, boolean asked, boolean timeout);

    /// Who notes what a step asks.
    OwnTries tries(String step, String method);
}
