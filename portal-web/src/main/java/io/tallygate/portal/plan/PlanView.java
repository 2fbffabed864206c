package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanStatus;
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
/// @param unitPrice     of one call
/// @param monthlyQuota  billable calls a month; null: unlimited
/// @param rateLimit     null: none
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
        BigDecimal unitPrice,
        Currency currency,
        @Nullable Long monthlyQuota,
        @Nullable RateLimit rateLimit) {
    public static PlanView of(PlanOffer offer) {
        Quota quota = offer.version().quota();
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
                switch (offer.version().price()) {
                    case Price.PerUnit(var unitAmount) -> unitAmount;
                },
                offer.version().currency(),
                quota == null ? null : quota.calls(),
                offer.version().rateLimit());
    }
}
