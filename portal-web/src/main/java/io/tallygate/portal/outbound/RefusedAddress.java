package io.tallygate.portal.outbound;

/// An address that a tenant entered and that we will not call. The message is for the person who entered it: it speaks
/// of how the address is written, and never of what lies behind it.
public final class RefusedAddress extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedAddress(String reason) {
        super(reason);
    }

    static RefusedAddress notAllowed() {
        return new RefusedAddress("This address is not allowed.");
    }
}
