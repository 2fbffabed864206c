package io.tallygate.portal.outbound;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.Reason;

/// An address that a tenant entered and that we will not call. The message is for the person who entered it: it speaks
/// of how the address is written, and never of what lies behind it.
public final class RefusedAddress extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    RefusedAddress(Reason reason) {
        super(reason.english());
        this.reason = reason;
    }

    static RefusedAddress notAllowed() {
        return new RefusedAddress(because("This address is not allowed."));
    }

    public Reason reason() {
        return reason;
    }
}
