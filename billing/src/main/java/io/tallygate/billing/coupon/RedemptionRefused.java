package io.tallygate.billing.coupon;

/// A code cannot be redeemed.
public final class RedemptionRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Why.
    public enum Why {
        UNKNOWN,
        NOT_VALID_NOW,
        ALL_REDEEMED,
        REDEEMED_BEFORE
    }

    private final Why why;

    RedemptionRefused(String code, Why why) {
        super("coupon %s: %s".formatted(code, why));
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
