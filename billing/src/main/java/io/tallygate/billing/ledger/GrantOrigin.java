package io.tallygate.billing.ledger;

/// Why a consumer has credit.
public enum GrantOrigin {
    /// Given; nobody paid for it and nobody gets it back.
    PROMOTIONAL,
    /// Bought, or paid too much: what is left of it can be given back.
    PAID,
    /// What a credit note left to the consumer's credit.
    CREDIT_NOTE;

    /// As the API and the store write it.
    public String slug() {
        return switch (this) {
            case PROMOTIONAL -> "promotional";
            case PAID -> "paid";
            case CREDIT_NOTE -> "credit-note";
        };
    }

    /// @throws IllegalArgumentException  for a text that is none
    public static GrantOrigin ofSlug(String slug) {
        for (GrantOrigin origin : values()) {
            if (origin.slug().equals(slug)) {
                return origin;
            }
        }
        throw new IllegalArgumentException("origin: " + slug);
    }
}
