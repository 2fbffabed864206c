package io.tallygate.billing.invoice.store;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Between the tables' rows and the room's records; every field crosses here, both ways.
public final class InvoiceTables {
    private InvoiceTables() {}

    public static InvoiceRow head(DraftInvoice draft, InvoiceNumber number, LocalDate on, Instant at) {
        InvoiceRow row = new InvoiceRow();
        row.series = number.series();
        row.number = number.number();
        row.issuedOn = on;
        row.issuedAt = at;
        row.consumerId = draft.consumer();
        row.sellerName = draft.seller().name();
        row.sellerAddress = draft.seller().address();
        row.sellerCountry = draft.seller().country();
        row.buyerName = draft.buyer().name();
        row.buyerAddress = draft.buyer().address();
        row.buyerCountry = draft.buyer().country();
        row.language = draft.buyer().language();
        row.periodFrom = draft.period().from();
        row.periodTo = draft.period().to();
        row.timeZone = draft.timeZone().getId();
        row.currency = draft.currency().getCurrencyCode();
        row.minorUnit = Rounding.digits(draft.currency());
        row.total = draft.total().amount();
        row.lineCount = draft.lines().size();
        return row;
    }

    public static InvoiceLineRow line(UUID invoice, int position, InvoiceLine line) {
        InvoiceLineRow row = new InvoiceLineRow();
        row.invoiceId = invoice;
        row.position = position;
        row.subscriptionId = line.subscription().value();
        row.applicationId = line.application();
        row.planVersionId = line.planVersion();
        row.product = line.product();
        row.plan = line.plan();
        row.meter = line.meter().slug();
        row.periodFrom = line.period().from();
        row.periodTo = line.period().to();
        row.quantity = line.quantity();
        row.priceModel = line.price().model();
        row.unitPrice = line.unitPrice();
        row.currency = line.amount().currency().getCurrencyCode();
        row.minorUnit = Rounding.digits(line.amount().currency());
        row.amount = line.amount().amount();
        return row;
    }

    public static BilledPeriodRow closed(
            SubscriptionId subscription,
            Meter meter,
            Period period,
            BigDecimal quantity,
            @Nullable UUID invoice,
            @Nullable Instant cutOff,
            Instant at) {
        BilledPeriodRow row = new BilledPeriodRow();
        row.subscriptionId = subscription.value();
        row.meter = meter.slug();
        row.periodFrom = period.from();
        row.periodTo = period.to();
        row.quantity = quantity;
        row.invoiceId = invoice;
        row.cutOff = cutOff;
        row.closedAt = at;
        return row;
    }

    public static Invoices.Billed billed(BilledPeriodRow row) {
        return new Invoices.Billed(
                new SubscriptionId(row.subscriptionId),
                row.meter,
                new Period(row.periodFrom, row.periodTo),
                row.quantity,
                row.cutOff);
    }

    public static InvoiceDocumentRow document(UUID invoice, IssuedDocument document) {
        InvoiceDocumentRow row = new InvoiceDocumentRow();
        row.invoiceId = invoice;
        row.fileName = document.fileName();
        row.mediaType = document.mediaType();
        row.bytes = document.bytes();
        row.sha256 = document.sha256();
        return row;
    }

    public static IssuedDocument document(InvoiceDocumentRow row) {
        return new IssuedDocument(row.fileName, row.mediaType, row.bytes, row.sha256);
    }

    public static UUID id(InvoiceRow row) {
        return row.id;
    }

    public static IssuedInvoice invoice(InvoiceRow row, List<InvoiceLineRow> lines) {
        return new IssuedInvoice(
                row.id,
                new InvoiceNumber(row.series, row.number),
                row.issuedOn,
                row.issuedAt,
                row.consumerId,
                new Seller(row.sellerName, row.sellerAddress, row.sellerCountry),
                new Buyer(row.buyerName, row.buyerAddress, row.buyerCountry, row.language),
                new Period(row.periodFrom, row.periodTo),
                ZoneId.of(row.timeZone),
                Currency.getInstance(row.currency),
                lines.stream().map(InvoiceTables::line).toList(),
                money(row.total, row.currency));
    }

    public static InvoiceSummary summary(InvoiceRow row) {
        return new InvoiceSummary(
                row.id,
                new InvoiceNumber(row.series, row.number),
                row.issuedOn,
                row.consumerId,
                row.buyerName,
                new Period(row.periodFrom, row.periodTo),
                ZoneId.of(row.timeZone),
                money(row.total, row.currency));
    }

    private static InvoiceLine line(InvoiceLineRow row) {
        if (!row.priceModel.equals(Price.PerUnit.MODEL)) {
            throw new IllegalStateException(
                    "invoice line " + row.id + " has an unknown price model: " + row.priceModel);
        }
        Meter meter = Meter.ofSlug(row.meter)
                .orElseThrow(() -> new IllegalStateException("invoice line has an unknown meter: " + row.meter));
        return new InvoiceLine(
                new SubscriptionId(row.subscriptionId),
                row.applicationId,
                row.planVersionId,
                row.product,
                row.plan,
                meter,
                new Period(row.periodFrom, row.periodTo),
                row.quantity,
                new Price.PerUnit(row.unitPrice),
                money(row.amount, row.currency));
    }

    private static Money money(BigDecimal amount, String currency) {
        return new Money(amount, Currency.getInstance(currency));
    }
}
