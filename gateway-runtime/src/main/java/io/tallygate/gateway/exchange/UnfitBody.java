package io.tallygate.gateway.exchange;

import io.tallygate.gateway.problem.Problem;

/// A body cannot be changed as it should be; the client reads the problem instead, if it has read nothing yet.
public final class UnfitBody extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public UnfitBody(Problem problem) {
        super(problem.detail(), null, false, false); // a value that is thrown: nobody looks at its stack
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
