package io.tallygate.billing.legalentity;

import io.tallygate.billing.tax.TaxRounding;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A legal entity as it stands now.
/// @param reviewHours  that a draft waits before it is issued; 0: it does not
/// @param usual        whether it sells to consumers that have no entity of their own
public record LegalEntity(
        UUID id, String slug, LegalEntityTerms terms, int reviewHours, boolean usual, Instant updatedAt) {

    /// What is said about one when it is made or changed.
    /// @param address      as printed, line by line
    /// @param country      ISO 3166-1 alpha-2
    /// @param vatId        in its normal form; null: charges no tax
    /// @param series       before the year in its numbers, `^[A-Z0-9]{0,10}$`; empty: the year alone
    /// @param taxIncluded  whether its prices contain tax
    /// @param paymentDays  from the day of issue to the last day to pay in time
    public record LegalEntityTerms(
            String name,
            List<String> address,
            String country,
            @Nullable String vatId,
            @Nullable String taxNumber,
            @Nullable String email,
            @Nullable String iban,
            @Nullable String bic,
            String series,
            boolean taxIncluded,
            TaxRounding rounding,
            int paymentDays) {
        public LegalEntityTerms {
            address = List.copyOf(address);
        }
    }
}
