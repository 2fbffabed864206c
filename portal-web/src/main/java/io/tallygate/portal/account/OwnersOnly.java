package io.tallygate.portal.account;

/// Somebody who is no owner tried to make, change or remove one.
public final class OwnersOnly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OwnersOnly() {
        super("Only an owner makes, changes or removes an owner.");
    }
}
