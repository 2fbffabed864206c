package io.tallygate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CreditBookTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MAR = Instant.parse("2026-03-01T00:00:00Z");

    private final CreditBook book = new CreditBook(EUR, BurnOrder.PRIORITY_EXPIRY_AGE, List.of(), List.of());

    @Test
    void what_ends_first_burns_first_and_what_is_left_at_its_end_expires() {
        UUID lasting = grant("50", null, JAN);
        UUID ending = grant("20", FEB, JAN);
        assertThat(spend("30", CreditMode.CREDIT_THEN_INVOICE, JAN)).isEqualTo(eur("30.00"));
        assertThat(book.leftAt(JAN)).containsEntry(ending, new BigDecimal("0.00"));
        assertThat(book.leftAt(JAN)).containsEntry(lasting, new BigDecimal("40.00"));

        UUID unused = grant("5", FEB, JAN);
        assertThat(book.balanceAt(FEB.minusNanos(1000))).isEqualTo(eur("45.00"));
        assertThat(book.balanceAt(FEB)).isEqualTo(eur("40.00"));
        book.upkeep(MAR);
        assertThat(book.movements().getLast().at()).isEqualTo(FEB);
        assertThat(book.on(new Account.OfGrant(unused))).isZero();
        assertThat(book.on(new Account.Expired())).isEqualByComparingTo("5");
    }

    @Test
    void what_credit_does_not_cover_is_due_or_owed_as_the_consumer_chose() {
        grant("10", null, JAN);
        assertThat(spend("15", CreditMode.CREDIT_THEN_INVOICE, JAN)).isEqualTo(eur("10.00"));
        assertThat(book.balanceAt(JAN)).isEqualTo(eur("0.00"));

        assertThat(spend("15", CreditMode.CREDIT_ONLY, JAN)).isEqualTo(eur("15.00"));
        assertThat(book.balanceAt(JAN)).isEqualTo(eur("-15.00"));
        grant("20", null, FEB);
        assertThat(book.balanceAt(FEB)).isEqualTo(eur("5.00"));
        assertThat(book.on(new Account.Owed())).isZero();
    }

    @Test
    void a_grant_that_comes_again_is_filled_up_on_the_consumers_calendar() {
        Recurrence monthly =
                new Recurrence(1, ChronoUnit.MONTHS, Instant.parse("2026-01-30T23:00:00Z"), ZoneId.of("Europe/Berlin"));
        book.grant(
                new Grant(
                        UUID.randomUUID(),
                        new BigDecimal("30.00"),
                        1,
                        GrantOrigin.PROMOTIONAL,
                        JAN,
                        null,
                        JAN,
                        Set.of(),
                        monthly,
                        Rollover.NONE,
                        null),
                JAN);
        spend("25", CreditMode.CREDIT_THEN_INVOICE, JAN);
        assertThat(book.balanceAt(Instant.parse("2026-01-30T22:59:59Z"))).isEqualTo(eur("5.00"));
        assertThat(book.balanceAt(Instant.parse("2026-01-30T23:00:00Z"))).isEqualTo(eur("30.00"));
        book.spend(
                UUID.randomUUID(),
                List.of(new PayableLine(null, eur("30.00"))),
                eur("30.00"),
                CreditMode.CREDIT_THEN_INVOICE,
                FEB);
        // the 31st of February is the 28th, in Berlin's time
        assertThat(book.balanceAt(Instant.parse("2026-02-27T22:59:59Z"))).isEqualTo(eur("0.00"));
        assertThat(book.balanceAt(Instant.parse("2026-02-27T23:00:00Z"))).isEqualTo(eur("30.00"));
        assertThat(book.balanceAt(Instant.parse("2026-03-30T21:59:59Z"))).isEqualTo(eur("30.00"));
    }

    @Test
    void a_void_document_gives_back_what_credit_paid_and_what_it_left_owed() {
        UUID first = grant("10", FEB, JAN);
        UUID invoice = UUID.randomUUID();
        book.spend(invoice, fee("18.00"), eur("18.00"), CreditMode.CREDIT_ONLY, JAN);
        UUID second = grant("8", null, JAN); // pays the 8 that are owed
        assertThat(book.balanceAt(JAN)).isEqualTo(eur("0.00"));

        book.giveBack(invoice, JAN);
        book.giveBack(invoice, JAN);
        assertThat(book.leftAt(JAN)).containsEntry(first, new BigDecimal("10.00"));
        assertThat(book.leftAt(JAN)).containsEntry(second, new BigDecimal("8.00"));
        assertThat(book.balanceAt(FEB)).isEqualTo(eur("8.00"));
    }

    @Test
    void only_what_was_bought_is_given_back_as_money() {
        UUID given = grant("10", null, JAN);
        UUID bought = UUID.randomUUID();
        book.grant(Grant.of(bought, new BigDecimal("15.00"), 1, GrantOrigin.PAID, JAN, null, JAN), JAN);
        book.refund("r1", bought, new BigDecimal("5.00"), JAN);
        book.refund("r1", bought, new BigDecimal("5.00"), JAN);
        assertThat(book.balanceAt(JAN)).isEqualTo(eur("20.00"));
        assertThatThrownBy(() -> book.refund("r2", bought, new BigDecimal("10.01"), JAN))
                .isInstanceOf(ExceedsCredit.class);
        assertThatThrownBy(() -> book.refund("r3", given, BigDecimal.ONE, JAN)).isInstanceOf(ExceedsCredit.class);
    }

    @Test
    void what_was_stays_as_it_was() {
        grant("10", null, FEB);
        assertThatThrownBy(() -> spend("1", CreditMode.CREDIT_THEN_INVOICE, JAN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Movement(
                        "k", Movement.Kind.SPENT, JAN, List.of(new Posting(new Account.Owed(), BigDecimal.ONE))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void credit_is_bought_when_little_is_left_but_never_without_end() {
        AutomaticTopUp rule =
                new AutomaticTopUp(new BigDecimal("10"), null, new BigDecimal("50"), new BigDecimal("60"));
        assertThat(rule.due(eur("10.00"), eur("0.00"), eur("0.00"))).isEmpty();
        assertThat(rule.due(eur("9.99"), eur("0.00"), eur("0.00"))).contains(eur("40.01"));
        assertThat(rule.due(eur("-5.00"), eur("0.00"), eur("20.00"))).contains(eur("40.00"));
        assertThat(rule.due(eur("0.00"), eur("40.00"), eur("40.00"))).isEmpty();
        assertThat(rule.due(eur("0.00"), eur("0.00"), eur("60.00"))).isEmpty();
    }

    private UUID grant(String amount, @Nullable Instant expires, Instant now) {
        UUID id = UUID.randomUUID();
        BigDecimal whole = CreditBook.wholeUnits(new BigDecimal(amount), EUR);
        book.grant(Grant.of(id, whole, 1, GrantOrigin.PROMOTIONAL, now, expires, now), now);
        return id;
    }

    private Money spend(String amount, CreditMode mode, Instant now) {
        Money total = eur(CreditBook.wholeUnits(new BigDecimal(amount), EUR).toPlainString());
        return book.spend(UUID.randomUUID(), List.of(new PayableLine(null, total)), total, mode, now);
    }

    private static List<PayableLine> fee(String amount) {
        return List.of(new PayableLine(null, eur(amount)));
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
