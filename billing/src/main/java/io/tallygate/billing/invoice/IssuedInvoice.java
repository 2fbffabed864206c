package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/// An invoice as it was issued. It never changes; what is wrong with it is credited.
/// @param issuedOn  in the seller's time zone
/// @param issuedAt  UTC
/// @param consumer  who pays
/// @param period    UTC, half open
/// @param timeZone  the consumer's billing time zone, in which the period's boundaries are read
/// @param sums      of the document; its lines are the lines' in their order
/// @param dueOn     the last day to pay in time
public record IssuedInvoice(
        UUID id,
        InvoiceNumber number,
        LocalDate issuedOn,
        Instant issuedAt,
        UUID consumer,
        Seller seller,
        Buyer buyer,
        Period period,
        ZoneId timeZone,
        Currency currency,
        List<InvoiceLine> lines,
        Sums sums,
        LocalDate dueOn) {
    public IssuedInvoice {
        lines = List.copyOf(lines);
    }

    /// With tax.
    public Money total() {
        return sums.total();
    }
}
