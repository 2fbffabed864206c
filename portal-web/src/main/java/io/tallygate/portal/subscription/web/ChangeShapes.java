package io.tallygate.portal.subscription.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes of subscriptions as the control API has them: [WishReader] reads and [ChangeJson] writes them.
final class ChangeShapes {
    private ChangeShapes() {}

    record PlanChange(
            @About("One that is on sale, of the same product and currency.")
            UUID plan,

            @Text(oneOf = {"now", "period-end"}) @About("`now` when it is left out.") @Nullable
            String when,

            @About("Another moment, in the past or ahead; for the tenant's staff.") @Nullable
            Instant at) {}

    record Pausing(
            @Text(oneOf = {"now", "period-end"}) @About("`now` when it is left out.") @Nullable
            String when,

            @About("Another moment; for the tenant's staff.") @Nullable
            Instant at,

            @About("When it goes on by itself; until somebody resumes it when it is left out.") @Nullable
            Instant until) {}

    record Moment(
            @Text(oneOf = {"now", "period-end"}) @About("`now` when it is left out.") @Nullable
            String when,

            @About("Another moment; for the tenant's staff.") @Nullable
            Instant at) {}

    @About("What a change of plan would do, to the cent. Nothing is changed.")
    record Preview(
            Instant takesEffectAt,

            @About("What the subscription was, is and will be then, in order.")
            List<Phase> phases,

            @About("What the change itself bills, and below zero what it gives back.")
            List<Fee> fees,

            @About("Of the fees, before tax.") Money feesTotal,

            @About("What was used so far in the running period, at the prices that it will be billed at.")
            List<Used> usage) {}

    record Phase(
            UUID planVersion,
            boolean paused,
            Instant from,

            @About("Not included; null while it goes on.") @Nullable
            Instant to) {}

    record Fee(
            @About("The rate card.") String card,
            UUID planVersion,

            @About("Of the whole period that the fee is for.")
            Instant from,

            Instant to,

            @Text(pattern = "^[0-9]+/[0-9]+$", example = "15/30") @About("Of the period that is owed after the change.")
            String share,

            Money amount) {}

    record Used(
            UUID planVersion,
            Instant from,
            Instant to,

            @Text(pattern = "^[0-9]+(\\.[0-9]+)?$", example = "1234")
            BigDecimal quantity,

            Money amount) {}
}
