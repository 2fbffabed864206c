package io.tallygate.billing.invoice;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.rating.Rating;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;

/// Quantity × price = amount, with all that is needed to check it. A line that does not add up cannot
/// be made.
/// @param subscription  whose usage this is
/// @param application   that used it
/// @param planVersion   whose price this is
/// @param product       its name when the line was made
/// @param plan          its name when the line was made
/// @param period        UTC, half open; the part of the month in which the subscription ran
/// @param quantity      in the meter's unit, exact
/// @param amount        rounded once, half up
public record InvoiceLine(
        SubscriptionId subscription,
        UUID application,
        UUID planVersion,
        String product,
        String plan,
        Meter meter,
        Period period,
        BigDecimal quantity,
        Price price,
        Money amount) {
    public InvoiceLine {
        // one form for one quantity, so that a line read back equals the line written
        quantity = quantity.stripTrailingZeros();
        if (quantity.scale() < 0) {
            quantity = quantity.setScale(0);
        }
        if (!amount.equals(Rounding.toMinorUnit(Rating.amount(price, quantity), amount.currency()))) {
            throw new IllegalArgumentException("%s × %s is not %s".formatted(quantity.toPlainString(), price, amount));
        }
    }

    /// Rates the quantity: the only place where a line's amount comes from.
    public static InvoiceLine rated(
            SubscriptionId subscription,
            UUID application,
            UUID planVersion,
            String product,
            String plan,
            Meter meter,
            Period period,
            BigDecimal quantity,
            Price price,
            Currency currency) {
        Money amount = Rounding.toMinorUnit(Rating.amount(price, quantity), currency);
        return new InvoiceLine(
                subscription, application, planVersion, product, plan, meter, period, quantity, price, amount);
    }

    /// The price of one unit, for those who print it.
    public BigDecimal unitPrice() {
        if (price instanceof Price.PerUnit(var unitAmount)) {
            return unitAmount;
        }
        throw new IllegalStateException("a price of model " + price.model() + " is explained by its steps");
    }
}
