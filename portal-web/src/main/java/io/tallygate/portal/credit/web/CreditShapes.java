package io.tallygate.portal.credit.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credit as the control API has it: [CreditJson] writes it.
final class CreditShapes {
    private static final String AMOUNT = "^[0-9]{1,12}(\\.[0-9]{1,2})?$";

    private CreditShapes() {}

    @About("What a consumer has in one currency, as of a moment.")
    record CreditAccount(
            UUID id,
            UUID consumer,
            Currency currency,

            @Text(oneOf = {"credit-then-invoice", "credit-only"})
            String mode,

            @Nullable AutomaticTopUp topUp,
            Instant at,
            @About("What can be used, less what is owed.") Money balance,
            @About("In the order in which they burn.") List<CreditGrant> grants) {}

    @About("Orders credit when the balance falls below a threshold: an amount, or what is missing to a target.")
    record AutomaticTopUp(
            @Text(pattern = AMOUNT, example = "10") BigDecimal below,

            @Text(pattern = AMOUNT, example = "50") @Nullable
            BigDecimal amount,

            @Text(pattern = AMOUNT, example = "100") @Nullable
            BigDecimal target,

            @Text(pattern = AMOUNT, example = "200") BigDecimal mostPerMonth) {}

    record CreditGrant(
            UUID id,
            @Text(example = "Welcome") String name,

            @Text(oneOf = {"promotional", "paid", "credit-note"})
            String origin,

            Money amount,
            Money left,
            @About("A lower number burns first.") int priority,
            Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Nullable Instant voidedAt,

            @Text(example = "requests") @About("`base` (fees), `usage`, or meters’ keys; empty: everything.")
            List<String> onlyFor,

            @About("Filled up to its amount again every so often.") @Nullable
            Recurrence recurs) {}

    record Recurrence(
            int every,

            @Text(oneOf = {"days", "weeks", "months", "years"})
            String unit) {}

    record NewGrant(
            UUID consumer,
            Currency currency,

            @Text(least = 1, most = 200, example = "Welcome")
            String name,

            @Text(pattern = AMOUNT, example = "25") BigDecimal amount,

            @Text(oneOf = {"promotional", "paid"}) @About("Promotional, when it is left out.") @Nullable
            String origin,

            @About("50, when it is left out.") @Nullable Integer priority,
            @About("Now, when it is left out.") @Nullable Instant effectiveAt,
            @Nullable Instant expiresAt,
            @Text(example = "usage") @Nullable List<String> onlyFor,
            @Nullable Recurrence recurs) {}

    @About("How a consumer's credit is used and ordered.")
    record AccountRules(
            @Text(oneOf = {"credit-then-invoice", "credit-only"})
            String mode,

            @About("Null: credit is ordered by hand only.") @Nullable
            AutomaticTopUp topUp) {}

    record AccountRulesChange(
            @Text(oneOf = {"credit-then-invoice", "credit-only"})
            String mode,

            @About("Left out: credit is ordered by hand only.") @Nullable
            TopUpChange topUp) {}

    @About("An amount, or a target: one of both.")
    record TopUpChange(
            @Text(pattern = AMOUNT, example = "10") BigDecimal below,

            @Text(pattern = AMOUNT, example = "50") @Nullable
            BigDecimal amount,

            @Text(pattern = AMOUNT, example = "100") @Nullable
            BigDecimal target,

            @Text(pattern = AMOUNT, example = "200") BigDecimal mostPerMonth) {}

    record AccountsQuestion(
            @About("Whose accounts.") UUID consumer,

            @About("As of this moment, past or to come; now, when it is left out.") @Nullable
            Instant at) {}

    record AccountQuestion(
            @About("As of this moment, past or to come; now, when it is left out.") @Nullable
            Instant at) {}

    @About("What happened, as postings that sum to zero.")
    record CreditMovement(
            UUID id,

            @Text(oneOf = {"granted", "refilled", "spent", "returned", "repaid", "expired", "voided", "refunded"})
            String kind,

            Instant at,
            Instant recordedAt,
            List<Posting> postings) {}

    record Posting(
            @Text(example = "grant") String account,
            @About("The grant or the document.") @Nullable UUID subject,

            @Text(pattern = "^-?[0-9]+(\\.[0-9]+)?$", example = "-4.50")
            BigDecimal amount) {}

    @About("Credit that was ordered; it begins when all of it is paid.")
    record CreditPurchase(
            UUID id,

            @Text(example = "CR-00001") @About("What the payer quotes.")
            String reference,

            Money amount,
            Money paid,
            @About("Ordered by the account's rule.") boolean automatic,
            Instant createdAt,
            @Nullable Instant paidAt) {}

    record NewPurchase(
            @Text(pattern = AMOUNT, example = "100") BigDecimal amount) {}
}
