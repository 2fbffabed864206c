package io.tallygate.billing.tax;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A rate of the table.
/// @param country    where it is owed, ISO 3166-1 alpha-2
/// @param taxCode    of what is sold; null: of everything in that country that has no rule of its own
/// @param validFrom  its first day
/// @param validTo    the day after its last; null: it goes on
public record TaxRule(
        String country,
        @Nullable String taxCode,
        TaxRate rate,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {
    public TaxRule {
        if (!country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("not a country's code: " + country);
        }
        if (validTo != null && !validTo.isAfter(validFrom)) {
            throw new IllegalArgumentException("valid from %s to %s".formatted(validFrom, validTo));
        }
    }

    boolean validOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
    }
}
