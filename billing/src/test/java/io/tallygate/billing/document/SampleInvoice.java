package io.tallygate.billing.document;

import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.invoice.AvailableCredit;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.Charge;
import io.tallygate.billing.invoice.Composing;
import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.Crediting;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.NoteAmounts;
import io.tallygate.billing.invoice.NoteSettlement;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.invoice.SellerDetails;
import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRounding;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invoice of October for three lines of calls, with what a test wants to be different.
record SampleInvoice(
        String currency,
        List<LineTax> taxes,
        boolean taxIncluded,
        @Nullable String sellerVatId,
        String buyer,
        String buyerCountry,
        @Nullable String buyerVatId,
        @Nullable String couponOf,
        @Nullable String creditOf) {
    static final Period OCTOBER =
            new Period(Instant.parse("2026-09-30T22:00:00Z"), Instant.parse("2026-10-31T23:00:00Z"));
    private static final List<String> CALLS = List.of("47001", "1234", "998877");

    static SampleInvoice of(List<LineTax> taxes) {
        return new SampleInvoice("EUR", taxes, false, "DE123456789", "Globex Ltd & Söhne", "DE", null, null, null);
    }

    SampleInvoice withTaxIncluded() {
        return new SampleInvoice(
                currency, taxes, true, sellerVatId, buyer, buyerCountry, buyerVatId, couponOf, creditOf);
    }

    SampleInvoice withCoupon(String amount) {
        return new SampleInvoice(
                currency, taxes, taxIncluded, sellerVatId, buyer, buyerCountry, buyerVatId, amount, creditOf);
    }

    SampleInvoice withCredit(String amount) {
        return new SampleInvoice(
                currency, taxes, taxIncluded, sellerVatId, buyer, buyerCountry, buyerVatId, couponOf, amount);
    }

    SampleInvoice to(String name, String country, @Nullable String vatId) {
        return new SampleInvoice(currency, taxes, taxIncluded, sellerVatId, name, country, vatId, couponOf, creditOf);
    }

    SampleInvoice in(String other) {
        return new SampleInvoice(
                other, taxes, taxIncluded, sellerVatId, buyer, buyerCountry, buyerVatId, couponOf, creditOf);
    }

    SampleInvoice withoutVatId() {
        return new SampleInvoice(
                currency, taxes, taxIncluded, null, buyer, buyerCountry, buyerVatId, couponOf, creditOf);
    }

    IssuedInvoice issued() {
        Currency money = Currency.getInstance(currency);
        List<InvoiceLine> lines = new ArrayList<>();
        List<Charge> charges = new ArrayList<>();
        for (int index = 0; index < taxes.size(); index++) {
            lines.add(InvoiceLine.rated(
                    new SubscriptionId(new UUID(1, index)),
                    new UUID(2, 2),
                    new UUID(3, 3),
                    "Orders API",
                    "Starter",
                    Meter.REQUESTS,
                    OCTOBER,
                    new BigDecimal(CALLS.get(index)),
                    new Price.PerUnit(new BigDecimal("0.0023")),
                    money));
            charges.add(Charge.of(Integer.toString(index + 1), lines.get(index).amount(), taxes.get(index)));
        }
        Composing.Input input = new Composing.Input(
                money,
                charges,
                taxIncluded,
                TaxRounding.PER_RATE,
                couponOf == null
                        ? List.of()
                        : List.of(new Coupon(
                                "WELCOME", new Reduction.Amount(money(couponOf)), new Lasting.Forever(), null)),
                creditOf == null ? List.of() : List.of(new AvailableCredit("CN-2026-00001", money(creditOf))),
                Money.zero(money));
        return new IssuedInvoice(
                new UUID(5, 5),
                new InvoiceNumber("ACME-2026", 42),
                LocalDate.of(2026, 11, 5),
                Shop.NOVEMBER,
                new UUID(4, 4),
                new Seller(
                        "Acme Schnittstellen GmbH",
                        List.of("Königsallee 1", "40212 Düsseldorf"),
                        "DE",
                        new SellerDetails(
                                sellerVatId,
                                "103/1234/5678",
                                "rechnung@acme.example",
                                "DE02120300000000202051",
                                "BYLADEM1001")),
                new Buyer(buyer, List.of("Straße der Größe 5", "80331 München"), buyerCountry, "de", buyerVatId),
                OCTOBER,
                Shop.BERLIN,
                money,
                lines,
                Sums.of(Composing.compose(input), TaxRounding.PER_RATE),
                LocalDate.of(2026, 11, 19));
    }

    CreditNote note(String ofFirstLine) {
        IssuedInvoice invoice = issued();
        NoteAmounts amounts = Crediting.note(invoice.sums().creditable(), Map.of("1", money(ofFirstLine)), List.of());
        return new CreditNote(
                new UUID(6, 6),
                new InvoiceNumber("ACME-CN-2026", 1),
                LocalDate.of(2026, 11, 6),
                Shop.NOVEMBER,
                invoice.id(),
                invoice.number(),
                invoice.consumer(),
                "Calls that were answered twice",
                amounts,
                NoteSettlement.of(amounts.total(), amounts.total(), Money.zero(invoice.currency()), false),
                null);
    }

    private Money money(String amount) {
        return Rounding.toMinorUnit(new BigDecimal(amount), Currency.getInstance(currency));
    }
}
