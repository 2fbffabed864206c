package io.tallygate.billing.catalog;

import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One thing that a plan sells, and for how much. The order of what is done with it is fixed: units are
/// converted, free units and discounted units taken off, the rest priced, a percentage taken off, then the
/// maximum, then the minimum.
/// @param key          by which usage, overrides and documents know it, unique in the plan: `requests`
/// @param name         as an invoice line says it
/// @param meter        slug of what is counted; null: a feature that is not counted
/// @param price        null: not sold, which is neither a price of 0 nor 100 percent off
/// @param cadence      how long one of its periods is; of a one-off card without meaning
/// @param paymentTerm  usage is known afterwards, so only flat prices are paid in advance or once
/// @param conversion   null: sold in the meter's unit
/// @param freeUnits    in a period, in the unit that is sold, used up in the order of the calls; whole also
///                     where the period is cut short
/// @param discount     in every period
/// @param spend        of this card alone
/// @param taxCode      a product code that tax is looked up by; null: the seller's usual
/// @param entitlement  null: nothing beyond what is paid
public record RateCard(
        String key,
        String name,
        @Nullable String meter,
        @Nullable Price price,
        Cadence cadence,
        PaymentTerm paymentTerm,
        @Nullable UnitConversion conversion,
        BigDecimal freeUnits,
        Discount discount,
        Spend spend,
        @Nullable String taxCode,
        @Nullable Entitlement entitlement) {
    public static final Pattern KEY = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    public static final Pattern TAX_CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    public static final int LONGEST_NAME = 200;

    public RateCard {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a rate card's key is lower-case letters, digits and hyphens: " + key);
        }
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a rate card's name has 1 to 200 characters");
        }
        if (taxCode != null && !TAX_CODE.matcher(taxCode).matches()) {
            throw new IllegalArgumentException("a tax code is letters, digits, dots and hyphens: " + taxCode);
        }
        freeUnits = Exact.notNegative(freeUnits, "free units");
        boolean flat = price instanceof Price.Flat;
        if (price != null && meter == null && !(price instanceof Price.Flat)) {
            throw new IllegalArgumentException("a price of model " + price.model() + " needs a meter");
        }
        if (price != null && !flat && paymentTerm != PaymentTerm.IN_ARREARS) {
            throw new IllegalArgumentException("usage is billed in arrears: " + key);
        }
        boolean reducesUnits = freeUnits.signum() > 0 || discount.units().signum() > 0 || conversion != null;
        if (price != null && reducesUnits && (flat || price instanceof Price.Percentage)) {
            throw new IllegalArgumentException("no units are taken off a price of model " + price.model());
        }
    }

    /// Billed monthly, afterwards, with nothing taken off.
    public static RateCard metered(String key, String name, String meter, Price price) {
        return new RateCard(
                key,
                name,
                meter,
                price,
                Cadence.MONTHLY,
                PaymentTerm.IN_ARREARS,
                null,
                BigDecimal.ZERO,
                Discount.NONE,
                Spend.UNBOUNDED,
                null,
                null);
    }

    /// A monthly fee.
    public static RateCard flat(String key, String name, BigDecimal amount, PaymentTerm term) {
        return new RateCard(
                key,
                name,
                null,
                new Price.Flat(amount),
                Cadence.MONTHLY,
                term,
                null,
                BigDecimal.ZERO,
                Discount.NONE,
                Spend.UNBOUNDED,
                null,
                null);
    }

    /// Units of a period that cost nothing, whatever they are called.
    public BigDecimal unitsNotCharged() {
        return freeUnits.add(discount.units());
    }

    public RateCard withFreeUnits(BigDecimal units) {
        return with(conversion, units, discount, spend);
    }

    public RateCard withDiscount(Discount other) {
        return with(conversion, freeUnits, other, spend);
    }

    public RateCard withSpend(Spend other) {
        return with(conversion, freeUnits, discount, other);
    }

    public RateCard withConversion(UnitConversion other) {
        return with(other, freeUnits, discount, spend);
    }

    private RateCard with(
            @Nullable UnitConversion newConversion, BigDecimal newFreeUnits, Discount newDiscount, Spend newSpend) {
        return new RateCard(
                key,
                name,
                meter,
                price,
                cadence,
                paymentTerm,
                newConversion,
                newFreeUnits,
                newDiscount,
                newSpend,
                taxCode,
                entitlement);
    }
}
