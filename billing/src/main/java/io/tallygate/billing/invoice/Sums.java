package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;

/// The sums of a document as they are kept with it: what cannot be worked out from the rest is stored,
/// everything else
/// follows, so that a document's parts always agree.
/// @param taxIncluded  whether the lines' amounts contain their tax
/// @param lines        in the document's order
/// @param taxes        rate by rate
/// @param prepaid      taken from prepaid credit
public record Sums(
        Currency currency,
        boolean taxIncluded,
        TaxRounding rounding,
        List<Line> lines,
        List<Taken> coupons,
        List<TaxTotal> taxes,
        List<Taken> credits,
        Money prepaid) {
    public Sums {
        lines = List.copyOf(lines);
        coupons = List.copyOf(coupons);
        taxes = List.copyOf(taxes);
        credits = List.copyOf(credits);
    }

    /// @param key          as credit notes name it
    /// @param couponShare  exact, of all coupons
    public record Line(String key, Money amount, Money alreadyBilled, BigDecimal couponShare, LineTax tax) {
        /// What is billed of it now, before coupons.
        public Money open() {
            return amount.minus(alreadyBilled);
        }
    }

    /// @param name  a coupon's code, or a credit note's number
    public record Taken(String name, Money amount) {}

    /// Lines without tax, coupons and credit: what a document of before taxes was.
    public static Sums plain(Currency currency, List<Money> amounts) {
        List<Charge> charges = new ArrayList<>();
        for (Money amount : amounts) {
            charges.add(Charge.of(Integer.toString(charges.size() + 1), amount, LineTax.NONE));
        }
        return of(
                Composing.compose(new Composing.Input(
                        currency, charges, false, TaxRounding.PER_RATE, List.of(), List.of(), Money.zero(currency))),
                TaxRounding.PER_RATE);
    }

    public static Sums of(Composition composed, TaxRounding rounding) {
        return new Sums(
                composed.currency(),
                composed.taxIncluded(),
                rounding,
                composed.lines().stream()
                        .map(line -> new Line(
                                line.charge().key(),
                                line.charge().amount(),
                                line.charge().alreadyBilled(),
                                line.couponShare(),
                                line.charge().tax()))
                        .toList(),
                composed.coupons().stream()
                        .filter(use -> use.used())
                        .map(use -> new Taken(use.coupon().code(), use.taken()))
                        .toList(),
                composed.taxes(),
                composed.credits().stream()
                        .map(credit -> new Taken(credit.note(), credit.used()))
                        .toList(),
                composed.prepaid());
    }

    public Money lineTotal() {
        return sum(lines, Line::amount);
    }

    public Money alreadyBilled() {
        return sum(lines, Line::alreadyBilled);
    }

    public Money couponTotal() {
        return sum(coupons, Taken::amount);
    }

    /// Net.
    public Money subtotal() {
        Money afterCoupons = lineTotal().minus(alreadyBilled()).minus(couponTotal());
        return taxIncluded ? afterCoupons.minus(tax()) : afterCoupons;
    }

    public Money tax() {
        return sum(taxes, TaxTotal::tax);
    }

    public Money total() {
        return subtotal().plus(tax());
    }

    public Money credited() {
        return sum(credits, Taken::amount);
    }

    public Money due() {
        return total().minus(credited()).minus(prepaid);
    }

    /// Whether tax is charged, or it is said why not.
    public boolean saysTax() {
        return taxes.stream().anyMatch(total -> total.rate() != null || total.reason() != null);
    }

    /// As its credit notes see it.
    public CreditedInvoice creditable() {
        return new CreditedInvoice(
                taxIncluded,
                rounding,
                lines.stream()
                        .map(line -> new CreditedInvoice.Line(line.key(), line.open(), line.couponShare(), line.tax()))
                        .toList(),
                subtotal(),
                taxes);
    }

    private <T> Money sum(List<T> parts, Function<T, Money> amount) {
        return parts.stream().map(amount).reduce(Money.zero(currency), Money::plus);
    }
}
