package io.tallygate.portal.payment.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Payments as the control API has them: [PaymentJson] writes them.
final class PaymentShapes {
    private PaymentShapes() {}

    @About("Money that came in, and what it was for.")
    record Payment(
            UUID id,
            UUID consumer,
            @Text(example = "bank-transfer") String provider,
            Money amount,
            LocalDate receivedOn,
            @Text(example = "Globex Inc.") String payer,
            @Text(example = "2026-00042") String reference,
            Instant recordedAt,
            @About("They sum to the amount.") List<PaymentShare> shares) {}

    @About("What a part of a payment was for: an invoice, ordered credit, or nothing that was due, which is credit"
            + " now.")
    record PaymentShare(
            @Nullable UUID invoice,
            @Nullable UUID purchase,
            @Nullable UUID grant,
            Money amount) {}

    record NewPayment(
            UUID invoice,

            @Text(pattern = "^[0-9]{1,15}(\\.[0-9]{1,4})?$", example = "119.00")
            @About("In the invoice's currency; all that is due, when it is left out.")
            @Nullable
            BigDecimal amount,

            @About("Today, when it is left out.") @Nullable LocalDate receivedOn,

            @Text(most = 1000, example = "Cheque 17") @Nullable
            String reference) {}

    record PaymentsQuestion(
            @About("Only what paid this invoice.") @Nullable UUID invoice) {}

    @About("How much of an invoice is settled; credited, prepaid, paid and due sum to the total.")
    record Settlement(
            @Text(oneOf = {"open", "part-paid", "settled"}) String state,
            Money total,
            @About("By credit notes.") Money credited,
            @About("From the consumer's credit.") Money prepaid,
            Money paid,
            Money due) {}

    record NewStatement(
            @Text(least = 1, example = "RGF0ZSxBbW91bnQsUmVmZXJlbmNlCg==")
            @About("The bank's file, CAMT.053 or CSV, in Base64; at most 8 MiB.")
            String content,

            @About("Of rows of a CSV file that name none; EUR, when it is left out.") @Nullable
            Currency currency) {}

    @About("What became of a statement.")
    record StatementResult(
            UUID id,
            @Text(oneOf = {"camt.053", "csv"}) String format,
            int entries,
            @About("An earlier statement had told of them.") int known,
            @About("As payments.") int booked,
            @About("For a person to decide.") int open,
            @About("Money that went out.") int outgoing,
            @About("Not booked by the bank yet.") int pending) {}

    @About("An entry of a statement, and what became of it.")
    record BankEntry(
            UUID id,
            LocalDate bookedOn,
            Money amount,
            @About("False: money went out.") boolean credit,
            @Text(example = "Globex Inc.") String payer,
            @Text(example = "Invoice 2026-00042") String remittance,
            @Text(oneOf = {"booked", "open", "set-aside"}) String state,

            @Text(example = "nothing-quoted") @About("Why nobody booked it by itself.") @Nullable
            String why,

            @About("An invoice that it may be for.") @Nullable
            UUID suggested,

            @Nullable UUID payment) {}

    record EntriesQuestion(
            @Text(oneOf = {"booked", "open", "set-aside"}) @About("All, when it is left out.") @Nullable
            String state) {}

    record EntryBooking(
            @About("That it pays; what is too much becomes the consumer's credit.")
            UUID invoice) {}

    @About("Where payers transfer to.")
    record PaymentAccount(
            @Text(least = 1, most = 70, example = "Acme GmbH")
            String holder,

            @Text(example = "DE89370400440532013000") String iban,
            @Text(example = "COBADEFFXXX") @Nullable String bic) {}

    record PaymentAccountChange(
            @Text(least = 1, most = 70, example = "Acme GmbH")
            String holder,

            @Text(example = "DE89370400440532013000") String iban,
            @Text(example = "COBADEFFXXX") @Nullable String bic) {}
}
