package io.tallygate.billing.invoice;

/// Whether anything is still to be paid of an invoice.
public enum SettlementState {
    OPEN,
    PART_PAID,
    SETTLED;

    /// As the API and the store write it.
    public String slug() {
        return switch (this) {
            case OPEN -> "open";
            case PART_PAID -> "part-paid";
            case SETTLED -> "settled";
        };
    }
}
