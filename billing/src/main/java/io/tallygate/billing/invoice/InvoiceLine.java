package io.tallygate.billing.invoice;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing that is billed, with all that is needed to check it: where one unit has one price, quantity × price is
/// the amount, else the steps by which it came about. A line of a unit price that does not add up cannot be made.
/// @param subscription  whose usage or fee this is
/// @param application   that used it
/// @param planVersion   whose price this is
/// @param card          key of the rate card
/// @param product       its name when the line was made
/// @param plan          its name when the line was made
/// @param name          what the line is called besides; empty: product and plan say it
/// @param meter         what was counted; null: nothing
/// @param period        UTC, half open; the part of the month in which the subscription ran
/// @param quantity      in the meter's unit, exact; negative takes back
/// @param unitPrice     of one unit; null: the steps explain the amount
/// @param steps         a JSON array, exact and unrounded; `[]`: quantity × unit price says it all
/// @param taxCode       of what is sold; null: the seller's usual
/// @param amount        rounded once, half up
public record InvoiceLine(
        LineKind kind,
        SubscriptionId subscription,
        UUID application,
        UUID planVersion,
        String card,
        String product,
        String plan,
        String name,
        @Nullable Meter meter,
        Period period,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice,
        String steps,
        @Nullable String taxCode,
        Money amount) {
    /// Steps of a line that needs none.
    public static final String NO_STEPS = "[]";

    /// Its rate card, where a plan has one price of one call and nothing else.
    public static final String REQUESTS = "requests";

    public InvoiceLine {
        quantity = plain(quantity);
        unitPrice = unitPrice == null ? null : plain(unitPrice);
        if (unitPrice != null
                && !amount.equals(Rounding.toMinorUnit(quantity.multiply(unitPrice), amount.currency()))) {
            throw new IllegalArgumentException(
                    "%s × %s is not %s".formatted(quantity.toPlainString(), unitPrice.toPlainString(), amount));
        }
    }

    /// One form for one number, so that a line read back equals the line written.
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /// Usage at a price of one unit.
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
        if (!(price instanceof Price.PerUnit(var unitPrice))) {
            throw new IllegalArgumentException("a price of model " + price.model() + " is explained by its steps");
        }
        return new InvoiceLine(
                LineKind.USAGE,
                subscription,
                application,
                planVersion,
                REQUESTS,
                product,
                plan,
                "",
                meter,
                period,
                quantity,
                unitPrice,
                NO_STEPS,
                null,
                Rounding.toMinorUnit(quantity.multiply(unitPrice), currency));
    }

    /// The price of one unit.
    /// @throws IllegalStateException  where steps explain the amount
    public Price price() {
        if (unitPrice == null) {
            throw new IllegalStateException("the amount of " + what() + " is explained by its steps");
        }
        return new Price.PerUnit(unitPrice);
    }

    /// Whether it bills calls one by one, so that it can be opened to them.
    public boolean isOfCalls() {
        return kind == LineKind.USAGE && Meter.REQUESTS.equals(meter);
    }

    /// What a reader calls it.
    public String what() {
        return name.isEmpty() ? product + " · " + plan : product + " · " + plan + " · " + name;
    }
}
