package io.tallygate.gateway.aggregate;

import org.jspecify.annotations.Nullable;

/// A template has no value for one of its places. A value that is thrown: nobody looks at its stack.
final class Unfilled extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String ofRequest;
    private final boolean absent;

    /// @param ofRequest  what of the request it is; null: an earlier step's
    /// @param absent     it is not there; false: it is there, and has no place there
    Unfilled(@Nullable String ofRequest, boolean absent) {
        super("no value", null, false, false);
        this.ofRequest = ofRequest;
        this.absent = absent;
    }

    @Nullable
    String ofRequest() {
        return ofRequest;
    }

    /// Whether the caller may leave it out.
    boolean mayBeLeftOut() {
        return ofRequest != null && absent;
    }
}
