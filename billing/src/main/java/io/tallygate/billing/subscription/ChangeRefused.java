package io.tallygate.billing.subscription;

/// A change that cannot be.
public final class ChangeRefused extends RuntimeException {
    public enum Reason {
        /// It has ended by then.
        ENDED,
        /// What it was then is billed already; what was billed is credited, never edited.
        BILLED,
        /// A document has one currency.
        OTHER_CURRENCY,
        /// Of another product: that is a subscription of its own.
        OTHER_PRODUCT,
        /// It is so already, or has not even begun.
        NO_CHANGE
    }

    private final Reason reason;

    public ChangeRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
