package io.tallygate.billing.catalog;

import java.util.Locale;

/// When a rate card is billed: before its period, after it, or once with the first one.
public enum PaymentTerm {
    IN_ADVANCE,
    IN_ARREARS,
    ONE_OFF;

    /// As documents and the API write it: `in-advance`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException  when there is no such term
    public static PaymentTerm ofWireName(String name) {
        for (PaymentTerm term : values()) {
            if (term.wireName().equals(name)) {
                return term;
            }
        }
        throw new IllegalArgumentException("no payment term: " + name);
    }
}
