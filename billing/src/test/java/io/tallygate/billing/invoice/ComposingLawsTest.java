package io.tallygate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// What holds of every document, with 0, 2 and 3 decimals, with and without tax in the prices, however it is
/// rounded.
class ComposingLawsTest {
    private static final List<String> CURRENCIES = List.of("JPY", "EUR", "KWD");
    private static final List<String> PERCENTS = List.of("0", "5.5", "7", "19", "23.33", "25");

    @Property(tries = 2000)
    void sums_add_up_and_nothing_is_taken_twice(@ForAll long seed) {
        Composing.Input input = input(new Random(seed), true);
        Composition made = Composing.compose(input);
        Money zero = Money.zero(input.currency());

        assertThat(made.total()).isEqualTo(made.subtotal().plus(made.tax()));
        assertThat(made.lineTotal().minus(made.alreadyBilled()).minus(made.couponTotal()))
                .isEqualTo(input.taxIncluded() ? made.total() : made.subtotal());
        assertThat(made.due().plus(made.credited()).plus(made.prepaid())).isEqualTo(made.total());
        assertThat(made.tax()).isEqualTo(sum(made.taxes().stream().map(TaxTotal::tax), zero));
        assertThat(sum(made.taxes().stream().map(TaxTotal::base), zero)).isEqualTo(made.subtotal());
        for (CouponUse use : made.coupons()) {
            assertThat(use.shares().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(use.taken().amount());
        }
        for (Composition.Line line : made.lines()) {
            BigDecimal left = line.charge().open().amount().subtract(line.couponShare());
            assertThat(left.signum())
                    .isGreaterThanOrEqualTo(line.charge().amount().signum() < 0 ? -1 : 0);
        }
        if (made.total().signum() >= 0) {
            assertThat(made.due().signum()).isGreaterThanOrEqualTo(0);
        }
        assertThat(Composing.compose(input)).isEqualTo(made);
    }

    @Property(tries = 1000)
    void the_tax_of_a_rate_can_be_checked_by_hand(@ForAll long seed) {
        Composing.Input input = input(new Random(seed), false);
        for (TaxTotal total : Composing.compose(input).taxes()) {
            BigDecimal percent =
                    total.rate() == null ? BigDecimal.ZERO : total.rate().percent();
            BigDecimal product = total.base().amount().multiply(percent).divide(new BigDecimal(100));
            if (input.rounding() == TaxRounding.PER_RATE && !input.taxIncluded()) {
                assertThat(total.tax()).isEqualTo(Rounding.toMinorUnit(product, input.currency()));
            } else {
                BigDecimal unit = BigDecimal.ONE.movePointLeft(Rounding.digits(input.currency()));
                assertThat(product.subtract(total.tax().amount()).abs()).isLessThanOrEqualTo(unit);
            }
        }
    }

    @Property(tries = 1000)
    void all_notes_of_an_invoice_give_back_its_total_and_never_more(@ForAll long seed) {
        Random random = new Random(seed);
        Composing.Input input = input(random, false);
        Composition made = Composing.compose(input);
        CreditedInvoice invoice = CreditedInvoice.of(made, input.rounding());
        List<NoteAmounts> notes = new ArrayList<>();
        Money back = Money.zero(input.currency());
        for (int turn = 0; turn < 3; turn++) {
            notes.add(Crediting.note(invoice, some(Crediting.left(invoice, notes), random), notes));
            back = back.plus(notes.getLast().total());
            assertThat(made.total().minus(back).signum()).isGreaterThanOrEqualTo(0);
            assertThat(notes.getLast().tax().signum()).isGreaterThanOrEqualTo(0);
        }
        NoteAmounts rest = Crediting.note(invoice, Crediting.left(invoice, notes), notes);
        assertThat(back.plus(rest.total())).isEqualTo(made.total());
        notes.add(rest);
        assertThat(sum(notes.stream().map(NoteAmounts::tax), Money.zero(input.currency())))
                .isEqualTo(made.tax());
    }

    private static Map<String, Money> some(Map<String, Money> left, Random random) {
        Map<String, Money> items = new HashMap<>();
        left.forEach((line, rest) -> {
            BigDecimal part =
                    rest.amount().multiply(new BigDecimal(random.nextInt(4))).movePointLeft(1);
            items.put(line, Rounding.toMinorUnit(part, rest.currency()).min(rest));
        });
        return items;
    }

    private static Composing.Input input(Random random, boolean corrections) {
        Currency currency = Currency.getInstance(CURRENCIES.get(random.nextInt(3)));
        List<Charge> charges = new ArrayList<>();
        for (int line = 0; line <= random.nextInt(8); line++) {
            int sign = corrections && random.nextInt(6) == 0 ? -1 : 1;
            charges.add(new Charge(
                    "l" + line,
                    units(sign * random.nextInt(100_000), currency),
                    units(random.nextInt(3) == 0 ? random.nextInt(1000) : 0, currency),
                    tax(random)));
        }
        List<Coupon> coupons = new ArrayList<>();
        for (int coupon = 0; coupon < random.nextInt(4); coupon++) {
            Reduction reduction = random.nextBoolean()
                    ? new Reduction.Percent(new BigDecimal(1 + random.nextInt(100)))
                    : new Reduction.Amount(units(1 + random.nextInt(50_000), currency));
            coupons.add(new Coupon(
                    "c" + coupon,
                    reduction,
                    new Lasting.Forever(),
                    random.nextBoolean() ? null : Set.of("l0", "l" + (1 + random.nextInt(8)))));
        }
        List<AvailableCredit> credits = random.nextBoolean()
                ? List.of()
                : List.of(
                        new AvailableCredit("n1", units(random.nextInt(40_000), currency)),
                        new AvailableCredit("n2", units(random.nextInt(40_000), currency)));
        return new Composing.Input(
                currency,
                charges,
                random.nextBoolean(),
                TaxRounding.values()[random.nextInt(2)],
                coupons,
                credits,
                units(random.nextInt(30_000), currency));
    }

    private static LineTax tax(Random random) {
        return random.nextInt(5) == 0
                ? LineTax.NONE
                : LineTax.at(List.of(new TaxRate("VAT", new BigDecimal(PERCENTS.get(random.nextInt(6))))));
    }

    private static Money units(int units, Currency currency) {
        return new Money(BigDecimal.valueOf(units, Rounding.digits(currency)), currency);
    }

    private static Money sum(java.util.stream.Stream<Money> parts, Money zero) {
        return parts.reduce(zero, Money::plus);
    }
}
