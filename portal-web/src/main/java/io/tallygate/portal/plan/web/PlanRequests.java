package io.tallygate.portal.plan.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.billing.money.Rounding;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.NewPlan;
import io.tallygate.portal.plan.NewProduct;
import io.tallygate.portal.plan.ProductChange;
import io.tallygate.portal.plan.TermsMembers;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the control API's callers send about products and plans, checked at each member.
final class PlanRequests {
    /// More calls than any month sees; also keeps clear of what JavaScript cannot count.
    static final long MOST_CALLS = 1_000_000_000_000_000L;

    static final int MOST_RATE = 1_000_000_000;

    private PlanRequests() {}

    /// @throws WrongInput  with a pointer for each member that is wrong
    static NewProduct product(Members members) {
        NewProduct product = new NewProduct(
                members.text("name"),
                members.optionalText("slug"),
                members.optionalText("description"),
                members.ids("apis"));
        members.refuseIfWrong();
        return product;
    }

    /// @throws WrongInput  with a pointer for each member that is wrong
    static ProductChange change(Members members) {
        ProductChange change = new ProductChange(
                members.optionalText("name"),
                members.optionalText("description"),
                members.has("apis") ? members.ids("apis") : null);
        members.refuseIfWrong();
        return change;
    }

    /// @param tenants  the currency of the tenant's prices
    /// @throws WrongInput  with a pointer for each member that is wrong
    static NewPlan plan(Members members, Currency tenants) {
        String name = members.text("name");
        String slug = members.optionalText("slug");
        String description = members.optionalText("description");
        UUID consumer = members.optionalId("consumer");
        return new NewPlan(name, slug, description, terms(members, tenants), consumer);
    }

    /// @param consumer  whom alone they are for; null: everybody
    record NewVersion(PlanTerms terms, @Nullable UUID consumer) {}

    /// @throws WrongInput  with a pointer for each member that is wrong
    static NewVersion version(Members members, Currency tenants) {
        UUID consumer = members.optionalId("consumer");
        return new NewVersion(terms(members, tenants), consumer);
    }

    /// The last that is asked of the members.
    private static PlanTerms terms(Members members, Currency tenants) {
        Quota quota = quota(members.optionalObject("quota"));
        RateLimit rate = rate(members.optionalObject("rateLimit"));
        Members written = members.optionalObject("terms");
        if (written == null) {
            Members price = members.object("unitPrice");
            BigDecimal amount = price == null ? BigDecimal.ZERO : price.decimal("amount");
            Currency currency = price == null ? null : currency(price);
            members.refuseIfWrong();
            if (currency == null) {
                throw new WrongInput("/unitPrice/currency", because("Is required."));
            }
            return new PlanTerms(new Price.PerUnit(amount), currency, quota, rate);
        }
        if (members.has("unitPrice")) {
            members.refuse("terms", because("Either a price of one call or terms, not both."));
        }
        PlanTerms terms = TermsMembers.read(written, tenants, quota, rate);
        members.refuseIfWrong();
        if (terms == null) {
            throw new IllegalStateException("wrong terms, and nothing noted");
        }
        return terms;
    }

    private static @Nullable Currency currency(Members price) {
        String code = price.text("currency");
        if (code.isEmpty()) {
            return null;
        }
        try {
            Currency currency = Currency.getInstance(code);
            Rounding.digits(currency);
            return currency;
        } catch (IllegalArgumentException unknown) {
            price.refuse("currency", because("Must be the code of a currency, such as EUR."));
            return null;
        }
    }

    private static @Nullable Quota quota(@Nullable Members quota) {
        if (quota == null) {
            return null;
        }
        String period = quota.optionalText("period");
        if (period != null && !period.equals("month")) {
            quota.refuse("period", because("Must be month."));
        }
        return new Quota(quota.whole("calls", 1, MOST_CALLS));
    }

    private static @Nullable RateLimit rate(@Nullable Members rate) {
        return rate == null
                ? null
                : new RateLimit(
                        (int) rate.whole("calls", 1, MOST_RATE), (int) rate.whole("seconds", 1, RateLimit.MAX_SECONDS));
    }
}
