package io.tallygate.portal.plan.web;

import io.tallygate.billing.catalog.PlanStatus;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.ExactlyOne;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Products and plans as the control API has them: [PlanJson] writes these, [PlanRequests] reads the new ones.
final class PlanShapes {
    private PlanShapes() {}

    @About("APIs that are sold together.")
    record Product(
            UUID id,
            @Text(pattern = Text.SLUG, example = "orders") String slug,
            @Text(example = "Orders") String name,
            @Text(example = "Read and place orders.") String description,
            List<UUID> apis,
            Instant createdAt) {}

    record NewProduct(
            @Text(least = 1, most = 200, example = "Orders") String name,

            @Text(most = 63, pattern = Text.SLUG, example = "orders")
            @About("Made of the name when it is left out.")
            @Nullable
            String slug,

            @Text(most = 4000, example = "Read and place orders.") @Nullable
            String description,

            @Items(least = 1, most = 1000) List<UUID> apis) {}

    @About("What is left out stays as it is.")
    record ProductChange(
            @Text(least = 1, most = 200, example = "Orders") @Nullable
            String name,

            @Text(most = 4000, example = "Read and place orders.") @Nullable
            String description,

            @Nullable @Items(least = 1, most = 1000) List<UUID> apis) {}

    @About("A plan of a product, as the version that is on sale has it.")
    record Plan(
            UUID id,
            UUID product,
            @Text(pattern = Text.SLUG, example = "basic") String slug,
            @Text(example = "Basic") String name,
            @Text(example = "To try it.") String description,
            UUID planVersion,
            int version,
            PlanStatus status,

            @About("For whom alone these terms are; everybody when null.") @Nullable
            UUID consumer,

            Currency currency,

            @About("Of one call, where that is all that is paid; else null, and the terms say more.") @Nullable
            Money unitPrice,

            TermsShapes.Terms terms,
            @About("No bound when null.") @Nullable Quota quota,
            @About("No bound when null.") @Nullable Rate rateLimit) {}

    @About("What a plan costs and allows, from one change of it to the next. Once it was on sale it never changes.")
    record PlanVersion(
            UUID id,
            UUID product,
            UUID plan,
            int version,
            PlanStatus status,

            @About("For whom alone these terms are; everybody when null.") @Nullable
            UUID consumer,

            Currency currency,

            @About("Of one call, where that is all that is paid; else null, and the terms say more.") @Nullable
            Money unitPrice,

            TermsShapes.Terms terms,
            @About("No bound when null.") @Nullable Quota quota,
            @About("No bound when null.") @Nullable Rate rateLimit) {}

    @About("Calls in a period.")
    record Quota(
            @Whole(least = 1, most = PlanRequests.MOST_CALLS)
            long calls,

            @Text(oneOf = "month") String period) {}

    @About("Calls in a window of so many seconds.")
    record Rate(
            @Whole(least = 1, most = PlanRequests.MOST_RATE) int calls,
            @Whole(least = 1, most = RateLimit.MAX_SECONDS) int seconds) {}

    @ExactlyOne({"unitPrice", "terms"})
    record NewPlan(
            @Text(least = 1, most = 200, example = "Basic") String name,

            @Text(most = 63, pattern = Text.SLUG, example = "basic")
            @About("Made of the name when it is left out.")
            @Nullable
            String slug,

            @Text(most = 4000, example = "To try it.") @Nullable
            String description,

            @About("Of one call, where that is all that is paid.") @LeftOut
            NewPrice unitPrice,

            @About("Where more is to be said than a price of one call.") @LeftOut
            TermsShapes.Terms terms,

            @About("No bound when it is left out.") @Nullable
            NewQuota quota,

            @About("No bound when it is left out.") @Nullable
            Rate rateLimit,

            @About("Sold to this consumer alone; to everybody when it is left out.") @Nullable
            UUID consumer) {}

    @ExactlyOne({"unitPrice", "terms"})
    record NewPlanVersion(
            @About("Of one call, where that is all that is paid.") @LeftOut
            NewPrice unitPrice,

            @About("Where more is to be said than a price of one call.") @LeftOut
            TermsShapes.Terms terms,

            @About("No bound when it is left out.") @Nullable
            NewQuota quota,

            @About("No bound when it is left out.") @Nullable
            Rate rateLimit,

            @About("For this consumer alone, who is sold this version instead of everybody's.") @Nullable
            UUID consumer) {}

    record NewPrice(
            @Text(pattern = "^[0-9]{1,12}(\\.[0-9]{1,12})?$", example = "0.002")
            BigDecimal amount,

            Currency currency) {}

    record NewQuota(
            @Whole(least = 1, most = PlanRequests.MOST_CALLS)
            long calls,

            @Text(oneOf = "month") @Nullable String period) {}
}
