package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.plan.NewPlan;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/// What a person says of a plan, checked at each field.
final class PlanForm {
    static final int LONGEST_NAME = 200;
    static final int LONGEST_DESCRIPTION = 4000;
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("1000000");
    private static final long MOST_CALLS = 1_000_000_000_000_000L;
    private static final int MOST_RATE = 1_000_000_000;

    private PlanForm() {}

    /// @return  null when something is wrong; the form says what
    static @Nullable NewPlan read(Form form, Currency currency) {
        String name = form.required("name", LONGEST_NAME);
        String description = form.optional("description", LONGEST_DESCRIPTION);
        BigDecimal price = form.decimal("price", Price.MAX_DECIMALS, HIGHEST_PRICE);
        Long quota = form.wholeNumber("quota", 1, MOST_CALLS);
        Long calls = form.wholeNumber("rateCalls", 1, MOST_RATE);
        Long seconds = form.wholeNumber("rateSeconds", 1, RateLimit.MAX_SECONDS);
        if (calls == null && seconds != null && form.value("rateCalls").isBlank()) {
            form.reject("rateCalls", "frame.form.required");
        }
        if (price == null || form.wrong()) {
            return null;
        }
        RateLimit rate =
                calls == null ? null : new RateLimit(calls.intValue(), seconds == null ? 1 : seconds.intValue());
        return new NewPlan(
                name,
                null,
                description,
                new PlanTerms(new Price.PerUnit(price), currency, quota == null ? null : new Quota(quota), rate));
    }
}
