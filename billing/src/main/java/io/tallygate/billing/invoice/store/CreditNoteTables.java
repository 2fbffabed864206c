package io.tallygate.billing.invoice.store;

import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.NoteSettlement;
import io.tallygate.billing.invoice.SumsJson;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;

/// Between a credit note's row and its record; every field crosses here, both ways.
public final class CreditNoteTables {
    private CreditNoteTables() {}

    public static CreditNoteRow row(CreditNote note, IssuedDocument document) {
        CreditNoteRow row = new CreditNoteRow();
        row.id = note.id();
        row.invoiceId = note.invoice();
        row.series = note.number().series();
        row.number = note.number().number();
        row.issuedOn = note.issuedOn();
        row.issuedAt = note.issuedAt();
        row.consumerId = note.consumer();
        row.reason = note.reason();
        row.currency = note.amounts().total().currency().getCurrencyCode();
        row.minorUnit = Rounding.digits(note.amounts().total().currency());
        row.net = note.amounts().net().amount();
        row.taxTotal = note.amounts().tax().amount();
        row.total = note.amounts().total().amount();
        row.offset = note.settlement().offset().amount();
        row.refund = note.settlement().refund().amount();
        row.credit = note.settlement().credit().amount();
        row.amounts = SumsJson.write(note.amounts());
        row.evidence = note.evidence();
        row.fileName = document.fileName();
        row.mediaType = document.mediaType();
        row.bytes = document.bytes();
        row.sha256 = document.sha256();
        row.eInvoice = document.eInvoice();
        return row;
    }

    public static CreditNote note(CreditNoteRow row, InvoiceNumber invoice) {
        Currency currency = Currency.getInstance(row.currency);
        return new CreditNote(
                row.id,
                new InvoiceNumber(row.series, row.number),
                row.issuedOn,
                row.issuedAt,
                row.invoiceId,
                invoice,
                row.consumerId,
                row.reason,
                SumsJson.readNote(row.amounts, currency),
                new NoteSettlement(
                        money(row.offset, currency), money(row.refund, currency), money(row.credit, currency)),
                row.evidence);
    }

    public static UUID invoice(CreditNoteRow row) {
        return row.invoiceId;
    }

    public static IssuedDocument document(CreditNoteRow row) {
        return new IssuedDocument(row.fileName, row.mediaType, row.bytes, row.sha256, row.eInvoice);
    }

    private static Money money(BigDecimal amount, Currency currency) {
        return new Money(amount, currency);
    }
}
