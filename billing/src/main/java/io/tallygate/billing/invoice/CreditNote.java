package io.tallygate.billing.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A credit note as it was issued: a document of its own with a number of its own, which gives back part of an
/// invoice.
/// @param issuedOn    in the seller's time zone
/// @param invoice     that it gives back of
/// @param reason      as printed
/// @param settlement  how its total is given back
/// @param evidence    which calls it is about, as JSON; null: no certain ones
public record CreditNote(
        UUID id,
        InvoiceNumber number,
        LocalDate issuedOn,
        Instant issuedAt,
        UUID invoice,
        InvoiceNumber invoiceNumber,
        UUID consumer,
        String reason,
        NoteAmounts amounts,
        NoteSettlement settlement,
        @Nullable String evidence) {}
