package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.Discount;
import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.period.Cadence;
import io.tallygate.portal.frame.Form;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One rate card in the console's form. Its fields are named `card-3-name`; those of its second tier
/// `card-3-upTo-1`. What the form does not show of a card that is there already (conversion, tax code,
/// entitlement, units off) stays.
final class CardFields {
    private static final BigDecimal HIGHEST = new BigDecimal("1000000000");
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final BigDecimal MOST_UNITS = new BigDecimal("999999999999");
    private static final long MOST_FREE = 1_000_000_000L;

    private final Form form;
    private final String prefix;

    CardFields(Form form, int at) {
        this.form = form;
        this.prefix = prefix(at);
    }

    static String prefix(int at) {
        return "card-" + at + "-";
    }

    String model() {
        return form.value(prefix + "model");
    }

    /// How many tiers are shown.
    int tiers() {
        String rows = form.value(prefix + "tiers");
        return rows.matches("[0-9]{1,2}") ? Integer.parseInt(rows) : 0;
    }

    /// @param key     a new card's
    /// @param before  the card of this key as it is; null: a new one
    /// @return        null when something is wrong; the form says what
    @Nullable
    RateCard read(String key, @Nullable RateCard before, int decimals) {
        String name = form.required(prefix + "name", RateCard.LONGEST_NAME);
        Price price = price();
        boolean flat = model().equals(Price.Flat.MODEL);
        BigDecimal free = optional("free", Price.MAX_DECIMALS, MOST_UNITS);
        BigDecimal percent = optional("percent", 6, HUNDRED);
        BigDecimal minimum = optional("minimum", decimals, HIGHEST);
        BigDecimal maximum = optional("maximum", decimals, HIGHEST);
        String meter = flat ? null : form.required(prefix + "meter", 63);
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            form.reject(prefix + "minimum", "plan.card.minimum.above");
        }
        if (price == null || form.wrong()) {
            return null;
        }
        Discount had = before == null ? Discount.NONE : before.discount();
        boolean counted = !flat && !(price instanceof Price.Percentage);
        return new RateCard(
                key,
                name,
                meter,
                price,
                cadence(),
                flat ? term() : PaymentTerm.IN_ARREARS,
                before == null || !counted ? null : before.conversion(),
                free == null || !counted ? BigDecimal.ZERO : free,
                new Discount(counted ? had.units() : BigDecimal.ZERO, percent == null ? BigDecimal.ZERO : percent),
                new Spend(minimum, maximum),
                before == null ? null : before.taxCode(),
                before == null ? null : before.entitlement());
    }

    private @Nullable Price price() {
        return switch (model()) {
            case Price.Flat.MODEL -> {
                BigDecimal amount = amount("amount");
                yield amount == null ? null : new Price.Flat(amount);
            }
            case Price.PerUnit.MODEL -> {
                BigDecimal amount = amount("unitAmount");
                yield amount == null ? null : new Price.PerUnit(amount);
            }
            case Price.Graduated.MODEL -> {
                List<Price.Tier> tiers = unitTiers();
                yield tiers.isEmpty() ? null : tiered(() -> new Price.Graduated(tiers));
            }
            case Price.Volume.MODEL -> {
                List<Price.Tier> tiers = unitTiers();
                yield tiers.isEmpty() ? null : tiered(() -> new Price.Volume(tiers));
            }
            case Price.GraduatedPercentage.MODEL -> {
                List<Price.PercentTier> tiers = percentTiers();
                yield tiers.isEmpty() ? null : tiered(() -> new Price.GraduatedPercentage(tiers));
            }
            case Price.Package.MODEL -> packages();
            case Price.Percentage.MODEL -> percentage();
            case Price.Dynamic.MODEL -> {
                BigDecimal multiplier = amount("multiplier");
                yield multiplier == null ? null : new Price.Dynamic(multiplier);
            }
            default -> {
                form.reject(null, "plan.card.model.unknown");
                yield null;
            }
        };
    }

    private @Nullable Price packages() {
        BigDecimal size = amount("size");
        BigDecimal amount = amount("amount");
        if (size != null && size.signum() == 0) {
            form.reject(prefix + "size", "plan.card.size.zero");
            return null;
        }
        return size == null || amount == null ? null : new Price.Package(size, amount);
    }

    private @Nullable Price percentage() {
        BigDecimal rate = form.decimal(prefix + "rate", Price.MAX_DECIMALS, HUNDRED);
        BigDecimal fixed = optional("fixed", Price.MAX_DECIMALS, HIGHEST);
        Long freeCount = form.wholeNumber(prefix + "freeCount", 0, MOST_FREE);
        BigDecimal freeValue = optional("freeValue", Price.MAX_DECIMALS, HIGHEST);
        BigDecimal least = optional("least", Price.MAX_DECIMALS, HIGHEST);
        BigDecimal most = optional("most", Price.MAX_DECIMALS, HIGHEST);
        if (least != null && most != null && least.compareTo(most) > 0) {
            form.reject(prefix + "least", "plan.card.minimum.above");
            return null;
        }
        return rate == null
                ? null
                : new Price.Percentage(
                        rate, fixed == null ? BigDecimal.ZERO : fixed, freeCount, freeValue, least, most);
    }

    private List<Price.Tier> unitTiers() {
        List<Price.Tier> tiers = new ArrayList<>();
        for (int at = 0; at < tiers(); at++) {
            if (isUsed(at)) {
                tiers.add(new Price.Tier(
                        end(at),
                        optional("unit-" + at, Price.MAX_DECIMALS, HIGHEST),
                        optional("flat-" + at, Price.MAX_DECIMALS, HIGHEST)));
            }
        }
        return ordered(tiers, tiers.stream().map(Price.Tier::upTo).toList());
    }

    private List<Price.PercentTier> percentTiers() {
        List<Price.PercentTier> tiers = new ArrayList<>();
        for (int at = 0; at < tiers(); at++) {
            if (isUsed(at)) {
                BigDecimal rate = optional("unit-" + at, Price.MAX_DECIMALS, HUNDRED);
                tiers.add(new Price.PercentTier(
                        end(at),
                        rate == null ? BigDecimal.ZERO : rate,
                        optional("flat-" + at, Price.MAX_DECIMALS, HIGHEST)));
            }
        }
        return ordered(tiers, tiers.stream().map(Price.PercentTier::upTo).toList());
    }

    private boolean isUsed(int tier) {
        return List.of("upTo-", "unit-", "flat-").stream()
                .anyMatch(field -> !form.value(prefix + field + tier).isBlank());
    }

    private @Nullable BigDecimal end(int tier) {
        BigDecimal end = optional("upTo-" + tier, Price.MAX_DECIMALS, MOST_UNITS);
        return end != null && end.signum() == 0 ? null : end;
    }

    /// @return  none when they are in no order that could be sold
    private <T> List<T> ordered(List<T> tiers, List<@Nullable BigDecimal> ends) {
        BigDecimal before = BigDecimal.ZERO;
        for (int at = 0; at < ends.size(); at++) {
            BigDecimal end = ends.get(at);
            boolean last = at == ends.size() - 1;
            if (last ? end != null : end == null || end.compareTo(before) <= 0) {
                form.reject(prefix + "upTo-" + at, last ? "plan.card.tier.last" : "plan.card.tier.order");
                return List.of();
            }
            before = end == null ? before : end;
        }
        if (tiers.isEmpty()) {
            form.reject(prefix + "upTo-0", "plan.card.tier.none");
        }
        return tiers;
    }

    private @Nullable Price tiered(Supplier<Price> making) {
        return form.wrong() ? null : making.get();
    }

    private @Nullable BigDecimal amount(String field) {
        return form.decimal(prefix + field, Price.MAX_DECIMALS, HIGHEST);
    }

    private @Nullable BigDecimal optional(String field, int decimals, BigDecimal most) {
        return form.value(prefix + field).isBlank() ? null : form.decimal(prefix + field, decimals, most);
    }

    private Cadence cadence() {
        return switch (form.value(prefix + "cadence")) {
            case "week" -> Cadence.WEEKLY;
            case "quarter" -> Cadence.QUARTERLY;
            case "year" -> Cadence.YEARLY;
            default -> Cadence.MONTHLY;
        };
    }

    private PaymentTerm term() {
        try {
            return PaymentTerm.ofWireName(form.value(prefix + "term"));
        } catch (IllegalArgumentException none) {
            return PaymentTerm.IN_ADVANCE;
        }
    }

    /// Puts a card into the form.
    void show(RateCard card) {
        with("key", card.key());
        with("name", card.name());
        with("meter", card.meter());
        with("term", card.paymentTerm().wireName());
        with("cadence", named(card.cadence()));
        with("free", card.freeUnits().signum() == 0 ? null : card.freeUnits().toPlainString());
        with(
                "percent",
                card.discount().percent().signum() == 0
                        ? null
                        : plain(card.discount().percent()));
        with("minimum", plain(card.spend().minimum()));
        with("maximum", plain(card.spend().maximum()));
        Price price = card.price();
        if (price != null) {
            show(price);
        }
    }

    private static String named(Cadence cadence) {
        return cadence.equals(Cadence.QUARTERLY)
                ? "quarter"
                : cadence.unit().name().toLowerCase(Locale.ROOT);
    }

    private void show(Price price) {
        with("model", price.model());
        switch (price) {
            case Price.Flat(var amount) -> with("amount", plain(amount));
            case Price.PerUnit(var unitAmount) -> with("unitAmount", plain(unitAmount));
            case Price.Graduated(var tiers) -> show(tiers);
            case Price.Volume(var tiers) -> show(tiers);
            case Price.Package(var size, var amount) -> {
                with("size", plain(size));
                with("amount", plain(amount));
            }
            case Price.Percentage percentage -> {
                with("rate", plain(percentage.ratePercent()));
                with("fixed", plain(percentage.fixedAmount()));
                with("freeCount", percentage.freeTransactions());
                with("freeValue", plain(percentage.freeValue()));
                with("least", plain(percentage.least()));
                with("most", plain(percentage.most()));
            }
            case Price.GraduatedPercentage(var tiers) -> {
                with("tiers", tiers.size());
                for (int at = 0; at < tiers.size(); at++) {
                    tier(
                            at,
                            tiers.get(at).upTo(),
                            tiers.get(at).ratePercent(),
                            tiers.get(at).flatAmount());
                }
            }
            case Price.Dynamic(var multiplier) -> with("multiplier", plain(multiplier));
        }
    }

    private void show(List<Price.Tier> tiers) {
        with("tiers", tiers.size());
        for (int at = 0; at < tiers.size(); at++) {
            tier(
                    at,
                    tiers.get(at).upTo(),
                    tiers.get(at).unitAmount(),
                    tiers.get(at).flatAmount());
        }
    }

    private void tier(int at, @Nullable BigDecimal upTo, @Nullable BigDecimal amount, @Nullable BigDecimal flat) {
        with("upTo-" + at, plain(upTo));
        with("unit-" + at, plain(amount));
        with("flat-" + at, plain(flat));
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    private void with(String field, @Nullable Object value) {
        form.with(prefix + field, value);
    }
}
