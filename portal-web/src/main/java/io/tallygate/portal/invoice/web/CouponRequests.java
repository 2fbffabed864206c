package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.money.Money;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody wants a coupon to be, for the API and the page alike.
final class CouponRequests {
    private static final BigDecimal ALL = new BigDecimal(100);
    private static final int MOST_DECIMALS = 4;
    private static final int MOST_CARDS = 30;

    private CouponRequests() {}

    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    static CouponTerms terms(Members members, Instant now) {
        InputCheck check = new InputCheck();
        String code = members.text("code");
        String name = check.required("/name", members.text("name"), 200);
        Members money = members.optionalObject("amount");
        BigDecimal amount = money == null ? BigDecimal.ZERO : money.decimal("amount");
        String currency = money == null ? "" : money.text("currency");
        BigDecimal percent = members.has("percent") ? members.decimal("percent") : null;
        String lasts = members.text("lasts");
        int invoices = members.has("invoices") ? (int) members.whole("invoices", 1, 120) : 0;
        List<String> cards = members.optionalTexts("onlyCards");
        boolean onlySome = members.has("onlyCards");
        Instant from = members.optionalInstant("validFrom");
        Instant to = members.optionalInstant("validTo");
        Integer limit = members.has("redemptionLimit") ? (int) members.whole("redemptionLimit", 1, 1_000_000) : null;
        members.refuseIfWrong();
        if (!code.matches("[A-Z0-9][A-Z0-9-]{1,39}")) {
            check.refuse("/code", because("Must be 2 to 40 capital letters, digits and hyphens."));
        }
        if ((money == null) == (percent == null)) {
            check.refuse("/amount", because("A coupon takes either an amount or a percentage off."));
        }
        if (percent != null
                && (percent.signum() == 0
                        || percent.compareTo(ALL) > 0
                        || percent.stripTrailingZeros().scale() > MOST_DECIMALS)) {
            check.refuse(
                    "/percent", because("Must be above 0 and at most 100, with at most {0} decimals.", MOST_DECIMALS));
        }
        Money off = money == null ? null : money(check, amount, currency);
        Lasting lasting = switch (lasts) {
            case "once" -> Lasting.Once.UNUSED;
            case "repeating" -> new Lasting.Repeating(invoices);
            case "forever" -> new Lasting.Forever();
            default -> null;
        };
        if (lasting == null) {
            check.refuse("/lasts", because("Must be once, repeating or forever."));
        }
        if (lasts.equals("repeating") != (invoices > 0)) {
            check.refuse("/invoices", because("Is for a coupon that repeats, and required there."));
        }
        if (onlySome && cards.isEmpty()
                || cards.size() > MOST_CARDS
                || cards.stream().anyMatch(card -> !card.matches("[a-z0-9-]{1,63}"))) {
            check.refuse("/onlyCards", because("Must be one to {0} keys of rate cards.", MOST_CARDS));
        }
        Instant begins = from == null ? now : from;
        if (to != null && !to.isAfter(begins)) {
            check.refuse("/validTo", because("Must be after its beginning."));
        }
        check.done();
        Reduction reduction =
                percent != null ? new Reduction.Percent(percent) : new Reduction.Amount(Objects.requireNonNull(off));
        return new CouponTerms(
                code,
                name,
                reduction,
                Objects.requireNonNull(lasting),
                onlySome ? Set.copyOf(cards) : null,
                begins.truncatedTo(java.time.temporal.ChronoUnit.MICROS),
                to == null ? null : to.truncatedTo(java.time.temporal.ChronoUnit.MICROS),
                limit);
    }

    private static @Nullable Money money(InputCheck check, BigDecimal amount, String code) {
        try {
            Currency currency = Currency.getInstance(code);
            int digits = currency.getDefaultFractionDigits();
            if (digits >= 0
                    && amount.signum() > 0
                    && amount.stripTrailingZeros().scale() <= digits) {
                return new Money(amount.setScale(digits), currency);
            }
            check.refuse("/amount/amount", because("Must be above 0, in the currency’s smallest unit."));
        } catch (IllegalArgumentException none) {
            check.refuse("/amount/currency", because("Must be a currency’s code, such as EUR."));
        }
        return null;
    }
}
