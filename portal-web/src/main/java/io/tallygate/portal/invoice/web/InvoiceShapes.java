package io.tallygate.portal.invoice.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Invoices as the control API has them: [InvoiceJson] writes them.
final class InvoiceShapes {
    private InvoiceShapes() {}

    @About("An issued invoice, without its lines.")
    record InvoiceSummary(
            UUID id,
            @Text(example = "INV-2026-00001") String number,
            LocalDate issuedOn,
            @Text(oneOf = "issued") String status,
            UUID consumer,

            @Text(example = "Globex Inc.") @About("Its name, as of then.")
            String buyer,

            InvoicePeriod period,
            Money total) {}

    @About("An invoice as it was issued; it never changes.")
    record Invoice(
            UUID id,
            @Text(example = "INV-2026-00001") String number,
            LocalDate issuedOn,
            Instant issuedAt,
            @Text(oneOf = "issued") String status,
            UUID consumer,
            Seller seller,
            Buyer buyer,
            InvoicePeriod period,
            List<InvoiceLine> lines,

            @About("The last day to pay in time.") LocalDate dueOn,

            Sums sums,
            @About("With tax.") Money total,

            @Text(
                    pattern = "^[0-9a-f]{64}$",
                    example = "0000000000000000000000000000000000000000000000000000000000000000")
            @About("Of the PDF.")
            String documentSha256) {}

    @About("What the running month costs so far.")
    record InvoicePreview(
            @Text(oneOf = "open") String status,
            UUID consumer,
            Seller seller,
            Buyer buyer,
            InvoicePeriod period,
            List<InvoiceLine> lines,
            Sums sums,
            @About("With tax.") Money total) {}

    @About("In the order in which they come to be: lines, less what was billed before and coupons, are the subtotal;"
            + " with tax it is the total; less credit notes and prepaid credit it is what is due.")
    record Sums(
            @About("Whether the lines' amounts contain their tax.")
            boolean taxIncluded,

            Money lines,
            Money alreadyBilled,
            List<Taken> coupons,
            @About("Net.") Money subtotal,
            List<Tax> taxes,
            Money tax,
            Money total,
            List<Taken> creditNotes,
            Money prepaid,
            Money due) {}

    record Taken(
            @Text(example = "WELCOME") @About("A coupon's code, or a credit note's number.")
            String name,

            Money amount) {}

    record Tax(
            @Text(oneOf = {"S", "Z", "E", "AE", "G", "O"})
            @About("Of UNCL 5305: standard, zero, exempt, reverse charge, export, not subject.")
            String category,

            @Text(example = "VAT") @Nullable String name,
            @Nullable BigDecimal percent,
            Money base,
            Money tax,

            @Text(example = "Reverse charge") @About("Why nothing is charged.") @Nullable
            String reason) {}

    record Seller(
            @Text(example = "Acme GmbH") String name,
            @Text(example = "Hauptstr. 1") List<String> address,
            @Text(pattern = Text.COUNTRY, example = "DE") String country,
            @Text(example = "DE123456789") @Nullable String vatId) {}

    record Buyer(
            @Text(example = "Globex Inc.") String name,
            @Text(example = "1 Main Street") List<String> address,

            @Text(pattern = Text.COUNTRY, example = "US") @Nullable
            String country,

            @Text(example = "FR12345678901") @Nullable String vatId) {}

    @About("Half open: `from` is included, `to` is not.")
    record InvoicePeriod(Instant from, Instant to, ZoneId timeZone) {}

    record InvoiceLine(
            @Text(oneOf = {"usage", "flat", "minimum", "maximum", "commitment", "discount", "credit"})
            String kind,

            UUID subscription,
            UUID application,

            @Text(oneOf = {"live"}) @About("What is used in test is never billed.")
            String environment,

            UUID planVersion,

            @Text(example = "requests") @About("Key of the rate card.")
            String card,

            @Text(example = "Orders") String product,
            @Text(example = "Basic") String plan,

            @Text(example = "Calls") @About("Empty: product and plan say it.")
            String name,

            @Text(example = "requests") @About("Null: nothing was counted.") @Nullable
            String meter,

            InvoicePeriod period,

            @Text(example = "1200") @About("In the meter's unit.")
            BigDecimal quantity,

            @About("Null: steps explain the amount.") @Nullable
            Money unitPrice,

            @About("How the amount came about, exact and unrounded; none: quantity × unit price.")
            List<PriceStep> steps,

            @Text(example = "api") @Nullable String taxCode,
            Money amount) {}

    @About("Quantity × unit amount = amount; less what is given away all steps add up to the line before it is"
            + " rounded.")
    record PriceStep(
            @Text(
                    oneOf = {
                        "usage",
                        "flat",
                        "transaction",
                        "transaction-minimum",
                        "transaction-maximum",
                        "minimum",
                        "maximum",
                        "commitment"
                    })
            String kind,

            @Nullable Integer tier,
            BigDecimal from,
            BigDecimal to,
            BigDecimal quantity,
            BigDecimal unitAmount,
            BigDecimal amount,
            @About("What a discount takes off.") BigDecimal percentOff,

            @About("What is not charged since the maximum is reached.")
            BigDecimal aboveMaximum) {}

    record BillingRun(
            YearMonth month,

            @Text(least = 1, most = 1000, example = "Gateway 3 burnt down.")
            @About("Why the month is closed although usage of it may be missing; it stands in the audit log.")
            @Nullable
            String overrideReason) {}

    @About("A month that was closed.")
    record ClosedMonth(
            UUID id,
            YearMonth month,

            @About("What the store had taken by then was read, also by every later run.")
            Instant cutOff,

            @About("How far usage was known to be complete then.")
            Instant completeUntil,

            @Text(example = "Gateway 3 burnt down.") @About("Null: nothing was known to be missing.") @Nullable
            String overrideReason,

            Instant startedAt) {}

    @About("What a run did; one for a month that was billed before makes nothing new.")
    record BillingRunResult(
            YearMonth month,
            int issued,
            int alreadyIssued,
            int withoutUsage,

            @About("As of which usage was read, also by an earlier run.")
            Instant cutOff,

            @About("How far usage was known to be complete when the month was first closed.")
            Instant completeUntil,

            @About("Of the month, as they are now.") List<UUID> invoices) {}

    record InvoiceFilters(
            @About("Of this consumer only.") @Nullable UUID consumer) {}

    record PreviewQuestion(@About("Which subscription.") UUID subscription) {}
}
