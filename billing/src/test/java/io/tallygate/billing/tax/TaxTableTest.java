package io.tallygate.billing.tax;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxTableTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);
    private static final TaxParty SELLER = TaxParty.in("DE", "DE123456789");
    private static final TaxTable TABLE = new TaxTable(List.of(
            rule("DE", null, "19", "2007-01-01", "2020-07-01"),
            rule("DE", null, "16", "2020-07-01", "2021-01-01"),
            rule("DE", null, "19", "2021-01-01", null),
            rule("DE", "books", "7", "2007-01-01", null),
            rule("FR", null, "20", "2014-01-01", null)));

    @ParameterizedTest(name = "to {0} with VAT id {1}: {2} at {3} %")
    @CsvSource({
        "DE, , STANDARD, 19",
        "DE, DE987654321, STANDARD, 19",
        "FR, FR12345678901, REVERSE_CHARGE, 0",
        "FR, , STANDARD, 20",
        "FR, FR1234, STANDARD, 20",
        "FR, DE987654321, STANDARD, 20",
        "IT, , STANDARD, 19",
        "CH, , EXPORT, 0",
        "US, US12, EXPORT, 0",
        ", , STANDARD, 19"
    })
    void who_buys_where_decides(
            @Nullable String country, @Nullable String vatId, TaxCategory category, BigDecimal percent) {
        LineTax tax = tax(SELLER, new TaxParty(country, vatId, null, List.of()), null, TODAY);
        assertThat(tax.category()).isEqualTo(category);
        assertThat(tax.percent()).isEqualByComparingTo(percent);
    }

    @ParameterizedTest(name = "{0} on {1}: {2} %")
    @CsvSource({
        ", 2020-06-30, 19",
        ", 2020-07-01, 16",
        ", 2020-12-31, 16",
        ", 2021-01-01, 19",
        "books, 2026-11-01, 7",
        "apis, 2026-11-01, 19"
    })
    void a_rate_holds_from_a_day_to_a_day_and_a_codes_own_before_the_countrys(
            @Nullable String code, LocalDate on, BigDecimal percent) {
        assertThat(tax(SELLER, TaxParty.in("DE", null), code, on).percent()).isEqualByComparingTo(percent);
    }

    @Test
    void an_exempt_buyer_pays_nothing_and_a_seller_without_a_vat_id_charges_nothing() {
        TaxParty school = new TaxParty("DE", null, "§ 4 Nr. 21 UStG", List.of());
        LineTax exempt = tax(SELLER, school, null, TODAY);
        assertThat(exempt.category()).isEqualTo(TaxCategory.EXEMPT);
        assertThat(exempt.reason()).isEqualTo("§ 4 Nr. 21 UStG");
        assertThat(tax(TaxParty.in("DE", null), TaxParty.in("DE", null), null, TODAY))
                .isEqualTo(LineTax.NONE);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "de 123 456 789, true",
        "DE12345678, false",
        "ATU12345678, true",
        "AT12345678, false",
        "CHE-123.456.789 MWST, true",
        "NL123456789B01, true",
        "IE1234567WA, true",
        "EL123456789, true",
        "GR123456789, false",
        "ESX1234567X, true",
        "FRAI123456789, false",
        "'', false"
    })
    void a_vat_id_has_the_form_of_its_country(String text, boolean valid) {
        assertThat(VatId.normal(text).isPresent()).isEqualTo(valid);
    }

    private static LineTax tax(TaxParty seller, TaxParty buyer, @Nullable String code, LocalDate on) {
        return TABLE.taxes(new TaxEngine.Question(
                        seller,
                        buyer,
                        on,
                        Currency.getInstance("EUR"),
                        List.of(new TaxEngine.Line(code, List.of(), BigDecimal.TEN))))
                .getFirst();
    }

    private static TaxRule rule(
            String country, @Nullable String code, String percent, String from, @Nullable String to) {
        return new TaxRule(
                country,
                code,
                new TaxRate("VAT", new BigDecimal(percent)),
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to));
    }
}
