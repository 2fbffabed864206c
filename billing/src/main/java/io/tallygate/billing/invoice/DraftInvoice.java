package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/// An invoice before it has a number: what the month costs so far, or what is about to be issued.
/// @param consumer  who pays
/// @param period    UTC, half open
/// @param timeZone  the consumer's billing time zone, in which the period's boundaries are read
/// @param currency  of every line
/// @param terms     its sums, and by what it becomes a document
public record DraftInvoice(
        UUID consumer,
        Seller seller,
        Buyer buyer,
        Period period,
        ZoneId timeZone,
        Currency currency,
        List<InvoiceLine> lines,
        DraftTerms terms) {
    public DraftInvoice {
        lines = List.copyOf(lines);
        for (InvoiceLine line : lines) {
            if (!line.amount().currency().equals(currency)) {
                throw new IllegalArgumentException("a document has one currency: " + line.amount() + " in " + currency);
            }
        }
    }

    /// Without coupons, tax and credit: its total is the sum of its lines.
    public DraftInvoice(
            UUID consumer,
            Seller seller,
            Buyer buyer,
            Period period,
            ZoneId timeZone,
            Currency currency,
            List<InvoiceLine> lines) {
        this(
                consumer,
                seller,
                buyer,
                period,
                timeZone,
                currency,
                lines,
                DraftTerms.plain(Sums.plain(
                        currency, lines.stream().map(InvoiceLine::amount).toList())));
    }

    /// With tax.
    public Money total() {
        return terms.sums().total();
    }

    IssuedInvoice issue(UUID id, InvoiceNumber number, LocalDate on, Instant at) {
        return new IssuedInvoice(
                id,
                number,
                on,
                at,
                consumer,
                seller,
                buyer,
                period,
                timeZone,
                currency,
                lines,
                terms.sums(),
                on.plusDays(terms.paymentDays()));
    }
}
