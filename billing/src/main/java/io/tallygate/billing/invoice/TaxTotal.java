package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.TaxCategory;
import io.tallygate.billing.tax.TaxRate;
import org.jspecify.annotations.Nullable;

/// The tax of a document at one rate.
/// @param rate    null where nothing is charged
/// @param base    net, after coupons
/// @param reason  why nothing is charged, as printed; null where something is, or where there is nothing to say
public record TaxTotal(
        TaxCategory category,
        @Nullable TaxRate rate,
        Money base,
        Money tax,
        @Nullable String reason) {}
