package io.tallygate.billing.payment.banktransfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.OpenItem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryMatchingTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final UUID GLOBEX = new UUID(0, 1);
    private static final UUID INITECH = new UUID(0, 2);
    private static final OpenItem FORTY_TWO = item("2026-00042", GLOBEX, "119.00");

    private final EntryMatching matching = new EntryMatching(
            List.of(FORTY_TWO, item("2026-00043", GLOBEX, "50.00"), item("2026-00007", INITECH, "50.00")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-00042",
                "Invoice 2026-00042, thank you",
                "RE2026-00042 v. 30.11.2026",
                "RG-NR.2026/00042",
                "2026 00042",
                "202600042",
                "inv 2026-42",
                "2026- 00042 NOTPROVIDED"
            })
    void a_number_is_found_as_people_write_it(String text) {
        assertThat(matching.match(entry(text, "1.00"))).isEqualTo(new EntryMatch.Quoted(List.of(FORTY_TWO)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-000421", "12026-00042", "2025-00042", "42", "202642", "20260004", "rent for November", ""})
    void another_number_is_not_taken_for_it(String text) {
        assertThat(matching.match(entry(text, "1.00")))
                .isEqualTo(new EntryMatch.Unknown(EntryMatch.Why.NOTHING_QUOTED));
    }

    @Test
    void several_invoices_of_one_consumer_are_paid_together_those_of_two_are_for_a_person() {
        assertThat(matching.match(entry("2026-00042 + 2026-00043", "169.00")))
                .isInstanceOfSatisfying(
                        EntryMatch.Quoted.class,
                        quoted -> assertThat(quoted.items()).hasSize(2));
        assertThat(matching.match(entry("2026-00042 and 2026-00007", "169.00")))
                .isEqualTo(new EntryMatch.Unknown(EntryMatch.Why.SEVERAL_CONSUMERS));
    }

    @Test
    void an_amount_that_only_one_invoice_has_is_a_suggestion_and_money_that_went_out_is_nothing() {
        assertThat(matching.match(entry("thank you", "119.00"))).isEqualTo(new EntryMatch.Suggested(FORTY_TWO));
        assertThat(matching.match(entry("thank you", "50.00")))
                .isEqualTo(new EntryMatch.Unknown(EntryMatch.Why.NOTHING_QUOTED));
        StatementEntry out = new StatementEntry("1", LocalDate.EPOCH, eur("119.00"), false, "", "", "2026-00042", null);
        assertThat(matching.match(out)).isEqualTo(new EntryMatch.Outgoing());
    }

    private static OpenItem item(String number, UUID consumer, String due) {
        return new OpenItem(
                OpenItem.Kind.INVOICE, UUID.randomUUID(), number, consumer, LocalDate.of(2026, 11, 1), eur(due));
    }

    private static StatementEntry entry(String text, String amount) {
        return new StatementEntry("1", LocalDate.EPOCH, eur(amount), true, "", "", text, null);
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
