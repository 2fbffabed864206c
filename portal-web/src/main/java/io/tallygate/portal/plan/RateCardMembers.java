package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.Entitlement;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.catalog.UnitConversion;
import io.tallygate.billing.period.Cadence;
import io.tallygate.portal.api.Members;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One rate card as it is written.
final class RateCardMembers {
    private static final int MOST_DECIMALS = 12;

    private RateCardMembers() {}

    static @Nullable RateCard read(Members members) {
        String key = members.text("key");
        String name = members.optionalText("name");
        String meter = members.optionalText("meter");
        Members priced = members.optionalObject("price");
        Price price = priced == null ? null : PriceMembers.read(priced);
        Cadence cadence = TermsMembers.cadence(members, "cadence");
        PaymentTerm term = term(members);
        UnitConversion conversion = conversion(members.optionalObject("conversion"));
        BigDecimal free = TermsMembers.optional(members, "freeUnits");
        Discount discount = discount(members.optionalObject("discount"));
        Spend spend = TermsMembers.spend(members);
        String taxCode = members.optionalText("taxCode");
        Entitlement entitlement = entitlement(members.optionalObject("entitlement"));
        if ((priced != null && price == null) || spend == null || discount == null) {
            return null;
        }
        return TermsMembers.made(
                members,
                "key",
                () -> new RateCard(
                        key,
                        name == null ? key : name,
                        meter,
                        price,
                        Objects.requireNonNullElse(cadence, Cadence.MONTHLY),
                        term,
                        conversion,
                        Objects.requireNonNullElse(free, BigDecimal.ZERO),
                        discount,
                        spend,
                        taxCode,
                        entitlement));
    }

    private static PaymentTerm term(Members members) {
        String term = members.optionalText("paymentTerm");
        if (term == null) {
            return PaymentTerm.IN_ARREARS;
        }
        try {
            return PaymentTerm.ofWireName(term);
        } catch (IllegalArgumentException unknown) {
            members.refuse("paymentTerm", because("Must be in-advance, in-arrears or one-off."));
            return PaymentTerm.IN_ARREARS;
        }
    }

    private static @Nullable Discount discount(@Nullable Members members) {
        if (members == null) {
            return Discount.NONE;
        }
        BigDecimal units = TermsMembers.optional(members, "units");
        BigDecimal percent = TermsMembers.optional(members, "percent");
        return TermsMembers.made(
                members,
                "percent",
                () -> new Discount(
                        Objects.requireNonNullElse(units, BigDecimal.ZERO),
                        Objects.requireNonNullElse(percent, BigDecimal.ZERO)));
    }

    private static @Nullable UnitConversion conversion(@Nullable Members members) {
        if (members == null) {
            return null;
        }
        String operation = members.text("operation");
        if (!operation.equals("multiply") && !operation.equals("divide")) {
            members.refuse("operation", because("Must be multiply or divide."));
            operation = "multiply";
        }
        String rounding = members.optionalText("rounding");
        int decimals = members.has("decimals") ? (int) members.whole("decimals", -MOST_DECIMALS, MOST_DECIMALS) : 0;
        BigDecimal factor = members.decimal("factor");
        UnitConversion.Operation chosen = UnitConversion.Operation.valueOf(operation.toUpperCase(Locale.ROOT));
        UnitConversion.Rounding rounded = rounding(members, rounding);
        return TermsMembers.made(members, "factor", () -> new UnitConversion(chosen, factor, rounded, decimals));
    }

    private static UnitConversion.Rounding rounding(Members members, @Nullable String name) {
        if (name == null) {
            return UnitConversion.Rounding.NONE;
        }
        for (UnitConversion.Rounding each : UnitConversion.Rounding.values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        members.refuse("rounding", because("Must be none, up, half-up or down."));
        return UnitConversion.Rounding.NONE;
    }

    private static @Nullable Entitlement entitlement(@Nullable Members members) {
        if (members == null) {
            return null;
        }
        BigDecimal units = TermsMembers.optional(members, "units");
        Boolean hard = members.optionalFlag("hard");
        String value = members.optionalText("value");
        return switch (members.text("kind")) {
            case "included" -> new Entitlement.Included();
            case "units" ->
                TermsMembers.made(
                        members,
                        "units",
                        () -> new Entitlement.Units(
                                Objects.requireNonNullElse(units, BigDecimal.ZERO), Boolean.TRUE.equals(hard)));
            case "setting" ->
                TermsMembers.made(
                        members, "value", () -> new Entitlement.Setting(Objects.requireNonNullElse(value, "")));
            default -> {
                members.refuse("kind", because("Must be included, units or setting."));
                yield null;
            }
        };
    }
}
