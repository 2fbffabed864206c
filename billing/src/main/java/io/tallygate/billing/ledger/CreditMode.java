package io.tallygate.billing.ledger;

/// What happens to what credit does not cover.
public enum CreditMode {
    /// It is due, like any invoice.
    CREDIT_THEN_INVOICE,
    /// It is owed to the ledger, and the next credit pays it; nothing is due on the document.
    CREDIT_ONLY;

    /// As the API and the store write it.
    public String slug() {
        return switch (this) {
            case CREDIT_THEN_INVOICE -> "credit-then-invoice";
            case CREDIT_ONLY -> "credit-only";
        };
    }

    /// @throws IllegalArgumentException  for a text that is none
    public static CreditMode ofSlug(String slug) {
        for (CreditMode mode : values()) {
            if (mode.slug().equals(slug)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode: " + slug);
    }
}
