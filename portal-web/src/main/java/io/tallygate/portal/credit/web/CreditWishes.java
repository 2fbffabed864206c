package io.tallygate.portal.credit.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.ledger.AutomaticTopUp;
import io.tallygate.billing.ledger.CreditMode;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.NewGrant;
import io.tallygate.billing.ledger.Recurrence;
import io.tallygate.portal.api.Members;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is asked of credit, read from bodies.
final class CreditWishes {
    /// Most lines of which a grant may be for only some.
    private static final int MOST_ONLY_FOR = 50;

    private static final long MOST_PRIORITY = 1_000;
    private static final long MOST_EVERY = 1_000;

    private CreditWishes() {}

    record Rules(CreditMode mode, @Nullable AutomaticTopUp topUp) {}

    record Granting(UUID consumer, Currency currency, NewGrant grant) {}

    static Rules rules(Members members) {
        String mode = members.text("mode");
        Members rule = members.optionalObject("topUp");
        if (members.has("mode") && !Set.of("credit-then-invoice", "credit-only").contains(mode)) {
            members.refuse("mode", because("Must be one of {0}.", "credit-then-invoice, credit-only"));
        }
        AutomaticTopUp topUp = rule == null ? null : topUp(rule);
        members.refuseIfWrong();
        return new Rules(CreditMode.ofSlug(mode), topUp);
    }

    private static @Nullable AutomaticTopUp topUp(Members rule) {
        BigDecimal below = rule.decimal("below");
        BigDecimal amount = rule.has("amount") ? amount(rule, "amount") : null;
        BigDecimal target = rule.has("target") ? amount(rule, "target") : null;
        BigDecimal most = amount(rule, "mostPerMonth");
        if ((amount == null) == (target == null)) {
            rule.refuse("amount", because("Must be an amount or a target, one of both."));
        } else if (target != null && target.compareTo(below) < 0) {
            rule.refuse("target", because("Must not be below the threshold."));
        } else if (most.signum() > 0 && (amount == null || amount.signum() > 0)) {
            return new AutomaticTopUp(below, amount, target, most);
        }
        return null;
    }

    static Granting granting(Members members, Instant now) {
        UUID consumer = members.optionalId("consumer");
        if (consumer == null) {
            members.refuse("consumer", because("Is required."));
        }
        Currency currency = currency(members);
        String name = members.text("name").strip();
        if (members.has("name") && (name.isEmpty() || name.length() > NewGrant.MAX_NAME)) {
            members.refuse("name", because("Must be 1 to {0} characters.", NewGrant.MAX_NAME));
        }
        BigDecimal amount = amount(members, "amount");
        if (amount.signum() > 0 && amount.stripTrailingZeros().scale() > currency.getDefaultFractionDigits()) {
            members.refuse("amount", because("Must have at most {0} decimals.", currency.getDefaultFractionDigits()));
        }
        String origin = Objects.requireNonNullElse(members.optionalText("origin"), "promotional");
        if (!Set.of("promotional", "paid").contains(origin)) {
            members.refuse("origin", because("Must be one of {0}.", "promotional, paid"));
        }
        int priority =
                members.has("priority") ? (int) members.whole("priority", 0, MOST_PRIORITY) : Grant.DEFAULT_PRIORITY;
        Instant effectiveAt = members.optionalInstant("effectiveAt");
        Instant expiresAt = members.optionalInstant("expiresAt");
        Instant begin = effectiveAt == null || effectiveAt.isBefore(now) ? now : effectiveAt;
        if (expiresAt != null && !expiresAt.isAfter(begin)) {
            members.refuse("expiresAt", because("Must be after it begins."));
        }
        List<String> onlyFor = members.optionalTexts("onlyFor");
        if (onlyFor.size() > MOST_ONLY_FOR || onlyFor.stream().anyMatch(each -> !each.matches("[a-z0-9-]{1,63}"))) {
            members.refuse("onlyFor", because("Must be at most {0} meters’ keys, or base or usage.", MOST_ONLY_FOR));
        }
        Recurrence recurs = recurrence(members.optionalObject("recurs"), begin);
        members.refuseIfWrong();
        return new Granting(
                Objects.requireNonNull(consumer),
                currency,
                new NewGrant(
                        name,
                        amount,
                        priority,
                        GrantOrigin.ofSlug(origin),
                        effectiveAt,
                        expiresAt,
                        Set.copyOf(onlyFor),
                        recurs));
    }

    /// More than zero; zero when wrong.
    static BigDecimal amount(Members members, String member) {
        BigDecimal amount = members.decimal(member);
        if (members.has(member) && amount.signum() <= 0) {
            members.refuse(member, because("Must be more than 0."));
        }
        return amount;
    }

    private static @Nullable Recurrence recurrence(@Nullable Members recurs, Instant begin) {
        if (recurs == null) {
            return null;
        }
        int every = (int) recurs.whole("every", 1, MOST_EVERY);
        String unit = recurs.text("unit");
        if (!Set.of("days", "weeks", "months", "years").contains(unit)) {
            if (recurs.has("unit")) {
                recurs.refuse("unit", because("Must be one of {0}.", "days, weeks, months, years"));
            }
            return null;
        }
        ChronoUnit each = ChronoUnit.valueOf(unit.toUpperCase(Locale.ROOT));
        return new Recurrence(every, each, begin, ZoneOffset.UTC);
    }

    private static Currency currency(Members members) {
        String code = members.text("currency");
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException unknown) {
            // refused below
        }
        if (members.has("currency")) {
            members.refuse("currency", because("Must be a currency such as EUR."));
        }
        return Currency.getInstance("EUR");
    }
}
