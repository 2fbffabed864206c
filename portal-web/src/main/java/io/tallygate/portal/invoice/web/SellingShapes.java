package io.tallygate.portal.invoice.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Legal entities, taxes and coupons as the control API has them.
final class SellingShapes {
    private SellingShapes() {}

    @About("Who sells. Documents keep what they said of it when they were issued.")
    record LegalEntity(
            UUID id,
            @Text(pattern = Text.SLUG, example = "acme-de") String slug,
            @Text(example = "Acme GmbH") String name,
            @Text(example = "Hauptstr. 1") List<String> address,
            @Text(pattern = Text.COUNTRY, example = "DE") String country,
            @Text(example = "DE123456789") @Nullable String vatId,
            @Text(example = "103/1234/5678") @Nullable String taxNumber,

            @Text(example = "billing@acme.example") @Nullable
            String email,

            @Text(example = "DE02120300000000202051") @Nullable
            String iban,

            @Text(example = "BYLADEM1001") @Nullable String bic,
            @Text(example = "ACME") String series,
            boolean taxIncluded,
            @Text(oneOf = {"per-rate", "on-document"}) String taxRounding,
            @Whole(least = 0, most = 365) int paymentDays,

            @About("Sells to consumers that have no entity of their own.")
            boolean usual) {}

    record NewLegalEntity(
            @Text(least = 1, most = 63, pattern = Text.SLUG, example = "acme-de")
            String slug,

            @Text(least = 1, most = 200, example = "Acme GmbH")
            String name,

            @Text(least = 1, most = 200, example = "Hauptstr. 1") @About("As printed, line by line; at most six.")
            List<String> address,

            @Text(pattern = Text.COUNTRY, example = "DE") String country,

            @Text(most = 20, example = "DE123456789")
            @About("In the form of its country's numbers. Without one no tax is charged.")
            @Nullable
            String vatId,

            @Text(most = 40, example = "103/1234/5678") @Nullable
            String taxNumber,

            @Text(most = 254, example = "billing@acme.example") @Nullable
            String email,

            @Text(most = 34, example = "DE02120300000000202051") @About("To pay to.") @Nullable
            String iban,

            @Text(most = 11, example = "BYLADEM1001") @Nullable
            String bic,

            @Text(most = 10, pattern = "^[A-Z0-9]{0,10}$", example = "ACME")
            @About("Before the year in its numbers, and no other entity's; `CN` is for credit notes. Empty when it is"
                    + " left out.")
            @Nullable
            String series,

            @About("Whether its prices contain tax; false when it is left out.") @Nullable
            Boolean taxIncluded,

            @Text(oneOf = {"per-rate", "on-document"})
            @About("Where tax is rounded: once for each rate, or once for the document; `per-rate` when it is left"
                    + " out.")
            @Nullable
            String taxRounding,

            @Whole(least = 0, most = 365) @About("14, when it is left out.") @Nullable
            Integer paymentDays,

            @About("The first one is the usual one whatever this says.") @Nullable
            Boolean usual) {}

    @About("A rate of tax, by country and product code, from a day to a day.")
    record TaxRule(
            UUID id,
            @Text(pattern = Text.COUNTRY, example = "DE") String country,

            @Text(example = "books") @About("Null: everything there that has no rule of its own.") @Nullable
            String taxCode,

            @Text(example = "VAT") String name,
            BigDecimal percent,
            LocalDate validFrom,

            @About("The day after its last; null: it goes on.") @Nullable
            LocalDate validTo) {}

    record NewTaxRule(
            @Text(pattern = Text.COUNTRY, example = "DE") String country,
            @Text(most = 40, example = "books") @Nullable String taxCode,

            @Text(least = 1, most = 40, example = "VAT") @About("As printed.")
            String name,

            @About("20 is 20 %; at most four decimals.") BigDecimal percent,
            LocalDate validFrom,
            @About("The day after its last.") @Nullable LocalDate validTo) {}

    record TaxRulesQuestion(
            @Text(pattern = Text.COUNTRY, example = "DE") @About("Only its rules.") @Nullable
            String country) {}

    @About("What tax asks of a consumer, all of it.")
    record ConsumerTaxChange(
            @Text(most = 20, example = "FR12345678901")
            @About("A business in another country of the Union owes the tax itself.")
            @Nullable
            String vatId,

            @Text(most = 200, example = "§ 4 Nr. 21 UStG")
            @About("Why it is exempt, as printed; left out: it is not.")
            @Nullable
            String exemption,

            @About("That sells to it; left out: the usual one.") @Nullable
            UUID legalEntity) {}

    @About("What tax asks of a consumer.")
    record ConsumerTax(
            @Text(most = 20, example = "FR12345678901")
            @About("A business in another country of the Union owes the tax itself.")
            @Nullable
            String vatId,

            @Text(most = 200, example = "§ 4 Nr. 21 UStG")
            @About("Why it is exempt, as printed; null: it is not.")
            @Nullable
            String exemption,

            @About("That sells to it; null: the usual one.") @Nullable
            UUID legalEntity) {}

    @About("Takes something off invoices, before tax. Its terms never change.")
    record Coupon(
            UUID id,
            @Text(example = "WELCOME") String code,
            @Text(example = "Welcome") String name,
            @About("Either this or a percentage.") @Nullable Money amount,
            @Nullable BigDecimal percent,
            @Text(oneOf = {"once", "repeating", "forever"}) String lasts,

            @About("For so many, when it repeats.") @Nullable
            Integer invoices,

            @Text(example = "requests") @About("Keys of rate cards; null: all of them.") @Nullable
            List<String> onlyCards,

            Instant validFrom,
            @Nullable Instant validTo,
            @Nullable Integer redemptionLimit,
            int redeemed,
            @Nullable Instant archivedAt) {}

    record NewCoupon(
            @Text(least = 2, most = 40, pattern = "^[A-Z0-9][A-Z0-9-]{1,39}$", example = "WELCOME")
            String code,

            @Text(least = 1, most = 200, example = "Welcome")
            String name,

            @About("Off every invoice in its currency.") @Nullable
            Money amount,

            @About("20 is 20 %; at most 100, four decimals.") @Nullable
            BigDecimal percent,

            @Text(oneOf = {"once", "repeating", "forever"})
            @About("`once`: of an amount that an invoice was too small for, the rest stays for later ones.")
            String lasts,

            @Whole(least = 1, most = 120) @About("When it repeats.") @Nullable
            Integer invoices,

            @Text(most = 63, example = "requests")
            @About("Keys of rate cards that it is for; all when it is left out.")
            @Nullable
            List<String> onlyCards,

            @About("Now when it is left out.") @Nullable Instant validFrom,
            @Nullable Instant validTo,

            @Whole(least = 1, most = 1_000_000) @About("By so many consumers.") @Nullable
            Integer redemptionLimit) {}

    @About("A coupon in a consumer's hand.")
    record Redemption(
            UUID id,
            @Text(example = "WELCOME") String code,
            @Text(example = "Welcome") String name,
            Instant redeemedAt,

            @About("What is left of an amount that lasts once.") @Nullable
            Money left,

            @About("Invoices that are left, when it repeats.") @Nullable
            Integer invoicesLeft,

            @About("Null: it goes on.") @Nullable Instant endedAt) {}

    record RedeemedCode(
            @Text(least = 1, most = 40, example = "WELCOME") String code) {}

    @About("Gives back part of an invoice. It never changes.")
    record CreditNote(
            UUID id,
            @Text(example = "CN-2026-00001") String number,
            LocalDate issuedOn,
            Instant issuedAt,
            UUID invoice,
            @Text(example = "2026-00001") String invoiceNumber,
            UUID consumer,
            @Text(example = "Counted twice") String reason,
            List<CreditedLine> lines,

            @About("What coupons had taken off these lines; it is not given back.")
            Money couponShare,

            @About("Net.") Money subtotal,
            List<InvoiceShapes.Tax> taxes,
            Money tax,
            Money total,
            @About("Taken off what is still to pay.") Money offset,
            @About("Paid back.") Money refund,
            @About("Kept for later invoices.") Money credit) {}

    @About("Part of a line.")
    record CreditedLine(
            @About("Its place on the invoice, from 1.") int line,

            @About("As the line states it: before coupons.") Money amount) {}

    record NewCreditNote(
            @Text(least = 1, most = 1000, example = "Counted twice") @About("As printed.")
            String reason,

            @About("All that is left of all lines when it is left out.") @Nullable
            List<CreditedPart> lines,

            @About("Whether what was paid is paid back rather than kept for later invoices.") @Nullable
            Boolean refund) {}

    record CreditedPart(
            @About("Its place on the invoice, from 1.") int line,

            @About("Before coupons; not more than is left of it.")
            BigDecimal amount) {}

    record SentInvoice(
            @Text(example = "billing@globex.example") @About("Nobody when the consumer has no such member.")
            List<String> recipients) {}

    record EInvoiceQuestion(
            @Text(oneOf = {"cii", "ubl"}) @About("`cii` when it is left out: as it lies inside of the PDF.") @Nullable
            String syntax) {}
}
