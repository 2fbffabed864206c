package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.Period;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/// An issued invoice in a list.
public record InvoiceSummary(
        UUID id,
        InvoiceNumber number,
        LocalDate issuedOn,
        UUID consumer,
        String buyer,
        Period period,
        ZoneId timeZone,
        Money total) {}
