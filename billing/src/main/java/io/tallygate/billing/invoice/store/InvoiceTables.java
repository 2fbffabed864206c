package io.tallygate.billing.invoice.store;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.DraftTerms;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.LineKind;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.invoice.SumsJson;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.rating.PriceSteps;
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
    /// The price model of a line whose steps explain it.
    private static final String STEPS = "steps";

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
        Sums sums = draft.terms().sums();
        row.legalEntityId = draft.terms().legalEntity();
        row.sellerDetails = SellerJson.write(draft.seller().details());
        row.buyerVatId = draft.buyer().vatId();
        row.sums = SumsJson.write(sums);
        row.taxIncluded = sums.taxIncluded();
        row.alreadyBilled = sums.alreadyBilled().amount();
        row.couponTotal = sums.couponTotal().amount();
        row.taxTotal = sums.tax().amount();
        row.credited = sums.credited().amount();
        row.prepaid = sums.prepaid().amount();
        row.dueOn = on.plusDays(draft.terms().paymentDays());
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
        Meter meter = line.meter();
        row.meter = meter == null ? null : meter.slug();
        row.periodFrom = line.period().from();
        row.periodTo = line.period().to();
        row.quantity = line.quantity();
        row.priceModel = line.unitPrice() == null || meter == null ? STEPS : Price.PerUnit.MODEL;
        row.unitPrice = line.unitPrice();
        row.kind = line.kind().slug();
        row.card = line.card();
        row.name = line.name();
        row.taxCode = line.taxCode();
        row.steps = line.steps();
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
        row.eInvoice = document.eInvoice();
        return row;
    }

    public static IssuedDocument document(InvoiceDocumentRow row) {
        return new IssuedDocument(row.fileName, row.mediaType, row.bytes, row.sha256, row.eInvoice);
    }

    public static InvoiceNumber number(InvoiceRow row) {
        return new InvoiceNumber(row.series, row.number);
    }

    public static UUID id(InvoiceRow row) {
        return row.id;
    }

    public static IssuedInvoice invoice(InvoiceRow row, List<InvoiceLineRow> lines) {
        Currency currency = Currency.getInstance(row.currency);
        List<InvoiceLine> read = lines.stream().map(InvoiceTables::line).toList();
        return new IssuedInvoice(
                row.id,
                new InvoiceNumber(row.series, row.number),
                row.issuedOn,
                row.issuedAt,
                row.consumerId,
                new Seller(row.sellerName, row.sellerAddress, row.sellerCountry, SellerJson.read(row.sellerDetails)),
                new Buyer(row.buyerName, row.buyerAddress, row.buyerCountry, row.language, row.buyerVatId),
                new Period(row.periodFrom, row.periodTo),
                ZoneId.of(row.timeZone),
                currency,
                read,
                row.sums == null
                        ? Sums.plain(
                                currency, read.stream().map(InvoiceLine::amount).toList())
                        : SumsJson.read(row.sums, currency),
                dueOn(row));
    }

    private static LocalDate dueOn(InvoiceRow row) {
        return row.dueOn == null ? row.issuedOn.plusDays(DraftTerms.USUAL_PAYMENT_DAYS) : row.dueOn;
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
        Meter meter = row.meter == null ? null : Meter.named(row.meter);
        return new InvoiceLine(
                LineKind.ofSlug(row.kind),
                new SubscriptionId(row.subscriptionId),
                row.applicationId,
                row.planVersionId,
                row.card,
                row.product,
                row.plan,
                row.name,
                meter,
                new Period(row.periodFrom, row.periodTo),
                row.quantity,
                row.unitPrice,
                PriceSteps.write(PriceSteps.read(row.steps)), // the store keeps no order of their members
                row.taxCode,
                money(row.amount, row.currency));
    }

    private static Money money(BigDecimal amount, String currency) {
        return new Money(amount, Currency.getInstance(currency));
    }
}
