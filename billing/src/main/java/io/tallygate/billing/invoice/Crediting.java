package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Works out credit notes. Net and tax are each rounded once and the total is their sum; the note that leaves
/// nothing
/// of any
/// line takes what is left of net and tax, so that all notes of an invoice together give back exactly its total.
public final class Crediting {
    private Crediting() {}

    /// @param items    of each line, from 0 on; a line that is left out is not touched
    /// @param earlier  the invoice's notes so far
    /// @throws MoreThanIsLeft            when a line has less left than is asked
    /// @throws IllegalArgumentException  for a line that is not on the invoice, or an amount below zero
    public static NoteAmounts note(CreditedInvoice invoice, Map<String, Money> items, List<NoteAmounts> earlier) {
        Map<String, Money> left = left(invoice, earlier);
        items.forEach((line, asked) -> {
            Money rest = left.get(line);
            if (rest == null || asked.signum() < 0) {
                throw new IllegalArgumentException("line %s: %s".formatted(line, asked));
            }
            if (rest.minus(asked).signum() < 0) {
                throw new MoreThanIsLeft(line, asked, rest);
            }
            left.put(line, rest.minus(asked));
        });
        boolean last = left.values().stream().noneMatch(rest -> rest.signum() > 0);
        NoteAmounts computed = amounts(invoice, items);
        return last ? rest(invoice, computed, earlier) : capped(invoice, computed, earlier);
    }

    /// What is left of each line, in the invoice's order.
    public static Map<String, Money> left(CreditedInvoice invoice, List<NoteAmounts> earlier) {
        Map<String, Money> left = new LinkedHashMap<>();
        invoice.lines().forEach(line -> left.put(line.key(), line.amount()));
        earlier.forEach(note ->
                note.items().forEach((line, given) -> left.computeIfPresent(line, (key, rest) -> rest.minus(given))));
        return left;
    }

    /// The arithmetic alone, whatever was given back before.
    static NoteAmounts amounts(CreditedInvoice invoice, Map<String, Money> items) {
        Money zero = Money.zero(invoice.subtotal().currency());
        List<LineTax> taxes = new ArrayList<>();
        List<BigDecimal> open = new ArrayList<>();
        Money asked = zero;
        for (CreditedInvoice.Line line : invoice.lines()) {
            Money item = items.get(line.key());
            if (item != null && item.signum() != 0) {
                asked = asked.plus(item);
                open.add(part(item.amount().multiply(line.amount().amount().subtract(line.couponShare())), line));
                taxes.add(tax(line, item));
            }
        }
        Money given = Rounding.toMinorUnit(open.stream().reduce(BigDecimal.ZERO, BigDecimal::add), zero.currency());
        List<TaxTotal> totals = DocumentTax.of(taxes, open, given, invoice.taxIncluded(), invoice.rounding());
        return of(items, asked.minus(given), given, totals, invoice.taxIncluded());
    }

    /// `amount` is a product with the item; the line's own amount is what it is a part of.
    private static BigDecimal part(BigDecimal amount, CreditedInvoice.Line line) {
        return amount.divide(line.amount().amount(), Composing.EXACT);
    }

    private static LineTax tax(CreditedInvoice.Line line, Money item) {
        BigDecimal given = line.tax().given();
        if (given == null) {
            return line.tax();
        }
        BigDecimal share = Rounding.toMinorUnit(part(given.multiply(item.amount()), line), item.currency())
                .amount();
        return new LineTax(line.tax().category(), line.tax().rates(), line.tax().reason(), share);
    }

    private static NoteAmounts of(
            Map<String, Money> items, Money couponShare, Money given, List<TaxTotal> taxes, boolean included) {
        Money tax = taxes.stream().map(TaxTotal::tax).reduce(Money.zero(given.currency()), Money::plus);
        Money net = included ? given.minus(tax) : given;
        return new NoteAmounts(items, couponShare, net, taxes, tax, net.plus(tax));
    }

    private static NoteAmounts rest(CreditedInvoice invoice, NoteAmounts computed, List<NoteAmounts> earlier) {
        List<TaxTotal> taxes = invoice.taxes().stream()
                .map(total -> new TaxTotal(
                        total.category(),
                        total.rate(),
                        total.base().minus(earlier(total, earlier, true)),
                        total.tax().minus(earlier(total, earlier, false)),
                        total.reason()))
                .toList();
        Money tax = taxes.stream().map(TaxTotal::tax).reduce(zero(invoice), Money::plus);
        Money net = netLeft(invoice, earlier);
        Money given = invoice.taxIncluded() ? net.plus(tax) : net;
        Money before = invoice.taxIncluded() ? computed.total() : computed.net();
        return new NoteAmounts(
                computed.items(), computed.couponShare().plus(before).minus(given), net, taxes, tax, net.plus(tax));
    }

    /// Rounded up a little too often, notes would give back a cent more than there was.
    private static NoteAmounts capped(CreditedInvoice invoice, NoteAmounts computed, List<NoteAmounts> earlier) {
        Money net = computed.net().min(netLeft(invoice, earlier));
        List<TaxTotal> taxes = computed.taxes().stream()
                .map(total -> {
                    Money left = of(invoice, total).tax().minus(earlier(total, earlier, false));
                    return new TaxTotal(
                            total.category(),
                            total.rate(),
                            total.base(),
                            total.tax().min(left),
                            total.reason());
                })
                .toList();
        Money tax = taxes.stream().map(TaxTotal::tax).reduce(zero(invoice), Money::plus);
        Money less = computed.net().minus(net);
        return new NoteAmounts(computed.items(), computed.couponShare().plus(less), net, taxes, tax, net.plus(tax));
    }

    private static Money netLeft(CreditedInvoice invoice, List<NoteAmounts> earlier) {
        return earlier.stream().map(NoteAmounts::net).reduce(invoice.subtotal(), Money::minus);
    }

    private static Money earlier(TaxTotal of, List<NoteAmounts> earlier, boolean base) {
        Money sum = Money.zero(of.tax().currency());
        for (NoteAmounts note : earlier) {
            for (TaxTotal total : note.taxes()) {
                if (same(total, of)) {
                    sum = sum.plus(base ? total.base() : total.tax());
                }
            }
        }
        return sum;
    }

    private static TaxTotal of(CreditedInvoice invoice, TaxTotal wanted) {
        return invoice.taxes().stream()
                .filter(total -> same(total, wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the invoice bears no " + wanted));
    }

    private static boolean same(TaxTotal one, @Nullable TaxTotal other) {
        return other != null
                && one.category() == other.category()
                && Objects.equals(one.rate(), other.rate())
                && Objects.equals(one.reason(), other.reason());
    }

    private static Money zero(CreditedInvoice invoice) {
        return Money.zero(invoice.subtotal().currency());
    }
}
