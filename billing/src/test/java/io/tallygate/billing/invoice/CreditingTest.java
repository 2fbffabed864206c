package io.tallygate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditingTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final LocalDate DUE = LocalDate.of(2026, 11, 15);

    /// Case L 149: one product's note came out a cent above what its invoice had taken.
    @Test
    void the_unused_29_of_30_days_of_200_at_25_percent_are_193_33_and_48_33() {
        CreditedInvoice invoice = invoice("200.00", "25");
        Money unused = NoteSettlement.unused(euro("200.00"), new BigDecimal(29), new BigDecimal(30), euro("0.00"));
        NoteAmounts note = Crediting.note(invoice, Map.of("l1", unused), List.of());
        assertThat(note.net()).isEqualTo(euro("193.33"));
        assertThat(note.tax()).isEqualTo(euro("48.33"));
        assertThat(note.total()).isEqualTo(euro("241.66"));
    }

    @Test
    void more_than_a_line_has_left_is_refused() {
        CreditedInvoice invoice = invoice("10.00", "20");
        NoteAmounts first = Crediting.note(invoice, Map.of("l1", euro("6.00")), List.of());
        assertThatThrownBy(() -> Crediting.note(invoice, Map.of("l1", euro("4.01")), List.of(first)))
                .isInstanceOf(MoreThanIsLeft.class)
                .hasMessageContaining("4.01 EUR asked, 4.00 EUR left");
        assertThat(Crediting.note(invoice, Map.of("l1", euro("4.00")), List.of(first))
                        .total())
                .isEqualTo(euro("4.80"));
    }

    @ParameterizedTest(name = "of 120 with {0} open and {1} paid, refund {2}: {3} offset, {4} refunded, {5} credit")
    @CsvSource({
        "120.00, 0.00, false, 120.00, 0.00, 0.00",
        "0.00, 120.00, false, 0.00, 0.00, 120.00",
        "0.00, 120.00, true, 0.00, 120.00, 0.00",
        "50.00, 70.00, true, 50.00, 70.00, 0.00",
        "0.00, 30.00, true, 0.00, 30.00, 90.00"
    })
    void what_is_not_owed_any_more_is_not_paid_and_the_rest_goes_back(
            String open, String paid, boolean refund, String offset, String refunded, String credit) {
        NoteSettlement settlement = NoteSettlement.of(euro("120.00"), euro(open), euro(paid), refund);
        assertThat(settlement).isEqualTo(new NoteSettlement(euro(offset), euro(refunded), euro(credit)));
    }

    @ParameterizedTest(name = "due 100, paid {0}, offset {1}, on {2}: {3}")
    @CsvSource({
        "0.00, 0.00, 2026-11-15, ISSUED",
        "0.00, 0.00, 2026-11-16, OVERDUE",
        "40.00, 0.00, 2026-11-15, PART_PAID",
        "40.00, 0.00, 2026-11-16, OVERDUE",
        "0.00, 40.00, 2026-11-01, PART_PAID",
        "60.00, 40.00, 2026-12-01, PAID",
        "100.01, 0.00, 2026-12-01, PAID"
    })
    void where_an_invoice_stands_follows_from_what_was_paid_and_the_day(
            String paid, String offset, LocalDate today, InvoiceState state) {
        assertThat(InvoiceState.of(
                        new InvoiceState.Facts(euro("100.00"), euro(paid), euro(offset), false, false, DUE), today))
                .isEqualTo(state);
    }

    @Test
    void one_given_up_is_uncollectible_until_it_is_paid_and_one_given_back_is_void() {
        InvoiceState.Facts givenUp =
                new InvoiceState.Facts(euro("100.00"), euro("0.00"), euro("0.00"), false, true, DUE);
        assertThat(InvoiceState.of(givenUp, DUE)).isEqualTo(InvoiceState.UNCOLLECTIBLE);
        InvoiceState.Facts paid =
                new InvoiceState.Facts(euro("100.00"), euro("100.00"), euro("0.00"), false, true, DUE);
        assertThat(InvoiceState.of(paid, DUE)).isEqualTo(InvoiceState.PAID);
        InvoiceState.Facts back =
                new InvoiceState.Facts(euro("100.00"), euro("0.00"), euro("100.00"), true, false, DUE);
        assertThat(InvoiceState.of(back, DUE)).isEqualTo(InvoiceState.VOID);
    }

    private static CreditedInvoice invoice(String amount, String percent) {
        Composition made = Composing.compose(new Composing.Input(
                EUR,
                List.of(Charge.of(
                        "l1", euro(amount), LineTax.at(List.of(new TaxRate("VAT", new BigDecimal(percent)))))),
                false,
                TaxRounding.PER_RATE,
                List.of(),
                List.of(),
                euro("0.00")));
        return CreditedInvoice.of(made, TaxRounding.PER_RATE);
    }

    private static Money euro(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
