package io.tallygate.portal.reconciliation.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Comparisons as the control API has them.
final class ComparisonShapes {
    private ComparisonShapes() {}

    @About("What journals held, what the store holds and what billing used, compared.")
    record Reconciliation(
            UUID id,
            Instant from,
            Instant to,

            @Text(oneOf = {"waiting", "done"}) String status,

            Instant askedAt,
            @Nullable Instant doneAt,

            @About("Later hours were not looked at.") @Nullable
            Instant completeUntil,

            @About("As the gateways’ journals counted them.") @Text(example = "48211")
            String journalCalls,

            @Text(example = "48211") @About("In the store, each once.")
            String storedCalls,

            @About("Periods of subscriptions that were billed within it.")
            int billedPeriods,

            @About("All of them; the first 2,000 are kept.") int differences) {}

    record NewReconciliation(
            @About("31 days before the end, when it is left out; cut to whole hours.") @Nullable
            Instant from,

            @About("Now, when it is left out; cut to whole hours.") @Nullable
            Instant to) {}

    @About("Something that two of them tell differently.")
    record Difference(
            UUID id,

            @Text(oneOf = {"missing-in-store", "unknown-to-journals", "not-reported", "billed-otherwise", "came-late"})
            @About("The first three are of an hour of a gateway: journals held more than the store has, or less, or"
                    + " told nothing. The others are of a billed period: the invoice tells another quantity than"
                    + " the store does as of the same moment, or more has come since.")
            String kind,

            @About("Of the hour, or of the period.") Instant beginsAt,
            @Text(example = "0a1b2c3d4e5f") @Nullable String instance,
            @Nullable UUID subscription,
            @About("By the journals, or by the invoice.") BigDecimal expected,
            @About("In the store.") BigDecimal found) {}
}
