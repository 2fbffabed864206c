package io.tallygate.portal.account;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.Reason;

/// Somebody who is no owner tried to make, change or remove one.
public final class OwnersOnly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final Reason REASON = because("Only an owner makes, changes or removes an owner.");

    public OwnersOnly() {
        super(REASON.english());
    }
}
