package io.tallygate.portal.dispute.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Calls of lines and disputes as the control API has them: [DisputeJson] writes them.
final class DisputeShapes {
    private DisputeShapes() {}

    @About("A call of an invoice line. The amounts of all calls of a line sum to it before it is rounded.")
    record LineCall(
            @About("Also its `X-Request-Id`.") UUID id,
            Instant endedAt,
            @Text(example = "GET") String method,
            @Text(example = "getOrder") String operation,
            int status,
            @Text(example = "1") BigDecimal units,

            @Text(example = "1001") @About("Of its last unit in the line, from 1.")
            BigDecimal place,

            List<CallPart> parts,

            @Text(example = "0.002") @About("Exact, in the invoice's currency.")
            BigDecimal amount) {}

    @About("The part of a call that fell into one step of the price.")
    record CallPart(
            @About("Of a price in tiers, from 1.") @Nullable Integer tier,
            @About("Given away by the plan.") boolean free,
            @Text(example = "1") BigDecimal units,
            @Text(example = "0.002") BigDecimal unitAmount) {}

    @About("Calls of a line that are said to be wrong: the draft of a credit note.")
    record Dispute(
            UUID id,
            UUID consumer,
            UUID invoice,
            @About("Its position on the invoice, from 1.") int line,
            @Text(oneOf = {"draft", "accepted", "rejected"}) String state,
            @Text(example = "Retries of your gateway") String reason,

            @About("The line as issued, less what other disputes of it leave out.")
            Money billed,

            @About("The line as it would have been without these calls.")
            Money corrected,

            @About("What a credit note would credit, net.") Money credit,
            @Text(example = "3") BigDecimal units,
            Instant createdAt,
            @Nullable Instant decidedAt) {}

    @About("A dispute with its evidence, as usage told it when it was drafted.")
    record DisputeStory(
            UUID id,
            UUID consumer,
            UUID invoice,
            int line,
            @Text(oneOf = {"draft", "accepted", "rejected"}) String state,
            @Text(example = "Retries of your gateway") String reason,
            Money billed,
            Money corrected,
            Money credit,
            @Text(example = "3") BigDecimal units,
            Instant createdAt,
            @Nullable Instant decidedAt,
            List<Evidence> calls) {}

    record Evidence(
            UUID id,
            Instant endedAt,
            @Text(example = "GET") String method,
            @Text(example = "getOrder") String operation,
            int status,
            @Text(example = "1") BigDecimal units,
            @Text(example = "1001") BigDecimal place,
            @Text(example = "0.002") BigDecimal unitAmount,
            @Text(example = "0.002") BigDecimal amount) {}

    record NewDispute(
            UUID invoice,
            @About("Its position on the invoice, from 1.") int line,
            @About("At most 200, all of the line.") List<UUID> calls,

            @Text(least = 1, most = 1000, example = "Retries of your gateway")
            String reason) {}

    record DisputesQuestion(
            @About("Only of this invoice.") @Nullable UUID invoice) {}
}
