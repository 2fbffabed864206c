package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanStatus;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateLimit;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A plan with one of its versions, as pages and resources show it.
/// @param planVersion   what a subscription made now is pinned to
/// @param version       1, 2, 3… within the plan
/// @param consumer      for whom alone it is; null: for everybody
/// @param unitPrice     of one call, where that is all that is paid; null: the terms say more
/// @param monthlyQuota  billable calls a month; null: unlimited
/// @param rateLimit     null: none
/// @param terms         all that is promised and asked for
public record PlanView(
        UUID id,
        UUID product,
        String productName,
        String slug,
        String name,
        String description,
        UUID planVersion,
        int version,
        PlanStatus status,
        @Nullable UUID consumer,
        @Nullable BigDecimal unitPrice,
        Currency currency,
        @Nullable Long monthlyQuota,
        @Nullable RateLimit rateLimit,
        PlanTerms terms) {
    public static PlanView of(PlanOffer offer) {
        PlanTerms terms = offer.version().terms();
        Quota quota = terms.quota();
        return new PlanView(
                offer.plan().id(),
                offer.product().id(),
                offer.product().name(),
                offer.plan().slug(),
                offer.plan().name(),
                offer.plan().description(),
                offer.version().id(),
                offer.version().version(),
                offer.version().status(),
                offer.version().consumerId(),
                terms.priceOfCall().map(Price.PerUnit::unitAmount).orElse(null),
                offer.version().currency(),
                quota == null ? null : quota.calls(),
                terms.rateLimit(),
                terms);
    }
}
