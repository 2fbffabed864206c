package io.tallygate.gateway.aggregate;

import org.jspecify.annotations.Nullable;

/// Why a step has no value.
/// @param status    that it answered; 0: none
/// @param told      what the person who made the call may know, behind the step's name
/// @param ofCaller  the request lacks what the step needs
/// @param timeout   it did not come in time
record StepFailure(int status, String told, boolean ofCaller, boolean timeout) {
    static final StepFailure TIMEOUT = new StepFailure(0, "did not come in time", false, true);
    static final StepFailure UNREACHABLE = new StepFailure(0, "could not be had", false, false);
    static final StepFailure BROKEN = new StepFailure(0, "came as what is no JSON", false, false);
    static final StepFailure TOO_LARGE = new StepFailure(0, "is larger than this API can carry", false, false);

    static StepFailure status(int status) {
        return new StepFailure(status, "was answered with " + status, false, false);
    }

    /// @param missing  what the client has to send; null: what an earlier step should have brought
    static StepFailure notAsked(@Nullable String missing) {
        return missing == null
                ? new StepFailure(
                        0, "could not be asked for: what an earlier part should bring is missing", false, false)
                : new StepFailure(0, "cannot be asked for: the request needs " + missing, true, false);
    }
}
