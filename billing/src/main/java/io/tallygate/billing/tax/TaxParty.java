package io.tallygate.billing.tax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Seller or buyer as far as tax asks.
/// @param country    ISO 3166-1 alpha-2; null when not given
/// @param vatId      with its country's letters; null: none. A seller without one charges no tax
/// @param exemption  why a buyer is exempt, as printed; null: is not
/// @param rates      that a buyer bears instead of the seller's; empty: the table's
public record TaxParty(
        @Nullable String country,
        @Nullable String vatId,
        @Nullable String exemption,
        List<TaxRate> rates) {
    public TaxParty {
        rates = List.copyOf(rates);
    }

    public static TaxParty in(String country, @Nullable String vatId) {
        return new TaxParty(country, vatId, null, List.of());
    }
}
