package io.tallygate.gateway.json;

/// Something cannot be read, or not be changed as it should be. A value that is thrown: nobody looks at its stack.
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What kind of fault.
    public enum Kind {
        /// What came is no JSON.
        BROKEN,
        /// It is nested too deeply.
        DEPTH,
        /// What came, or would come out, is too large.
        SIZE,
        /// The mapping asks for more work than one call may cost.
        WORK,
        /// The mapping does not fit what came.
        MISFIT,
        /// The mapping says so itself.
        SAID
    }

    private final Kind kind;

    public JsonFault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
