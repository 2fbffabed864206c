package io.tallygate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds of a credit book whatever happens to it.
class CreditBookLawsTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// One thing that happens, some hours after the one before.
    /// @param what    0 grant, 1 spend, 2 spend on credit only, 3 deduct, 4 void, 5 give back, 6 refund
    /// @param number  chooses how much, how long, or which
    record Step(int what, int hours, int cents, int number) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(4, 0),
                                net.jqwik.api.Tuple.of(4, 1),
                                net.jqwik.api.Tuple.of(3, 2),
                                net.jqwik.api.Tuple.of(1, 3),
                                net.jqwik.api.Tuple.of(1, 4),
                                net.jqwik.api.Tuple.of(2, 5),
                                net.jqwik.api.Tuple.of(1, 6)),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(1, 5_000),
                        Arbitraries.integers().between(0, 11))
                .as(Step::new)
                .list()
                .ofMaxSize(25);
    }

    @Property(tries = 1_500)
    void postings_sum_to_zero_and_no_grant_holds_less_than_nothing_or_more_than_it_was(
            @ForAll("steps") List<Step> steps) {
        Run run = new Run();
        for (Step step : steps) {
            run.take(step);
            assertThat(run.book.sumOfAccounts()).isZero();
            for (Grant grant : run.book.grants()) {
                BigDecimal left = run.book.on(new Account.OfGrant(grant.id()));
                assertThat(left).isBetween(BigDecimal.ZERO, grant.amount());
            }
            assertThat(run.book.on(new Account.Owed())).isNotPositive();
        }
    }

    @Property(tries = 400)
    void the_balance_at_an_instant_stays_what_it_was_and_hangs_on_no_upkeep(@ForAll("steps") List<Step> steps) {
        Run lazy = new Run();
        Run eager = new Run();
        Map<Instant, Money> said = new HashMap<>();
        for (Step step : steps) {
            Instant next = lazy.now.plus(step.hours(), ChronoUnit.HOURS);
            for (Instant between = lazy.now; between.isBefore(next); between = between.plus(7, ChronoUnit.HOURS)) {
                eager.book.upkeep(between);
                // what is to come, as it looks before the next step happens, is what it will have been
                said.put(between, lazy.book.balanceAt(between));
            }
            lazy.take(step);
            eager.take(step);
            said.put(lazy.now, lazy.book.balanceAt(lazy.now)); // at the very instant more may still happen
        }
        said.forEach((instant, balance) -> {
            if (eager.moments.stream().noneMatch(instant::equals)) {
                assertThat(lazy.book.balanceAt(instant)).as("%s", instant).isEqualTo(balance);
            }
            assertThat(eager.book.balanceAt(instant)).as("%s", instant).isEqualTo(lazy.book.balanceAt(instant));
        });
    }

    @Property(tries = 300)
    void a_book_that_was_stored_and_read_again_goes_on_the_same(@ForAll("steps") List<Step> steps) {
        Run kept = new Run();
        Run reread = new Run();
        for (Step step : steps) {
            kept.take(step);
            reread.take(step);
            List<Grant> grants = new ArrayList<>(reread.book.grants());
            Collections.shuffle(grants, new Random(step.cents()));
            reread.book = new CreditBook(EUR, BurnOrder.PRIORITY_EXPIRY_AGE, grants, reread.book.movements());
        }
        assertThat(reread.book.movements()).isEqualTo(kept.book.movements());
    }

    @Property(tries = 300)
    void a_document_is_paid_once_however_often_it_is_asked(@ForAll("steps") List<Step> steps) {
        Run run = new Run();
        for (Step step : steps) {
            run.take(step);
            for (UUID invoice : List.copyOf(run.invoices)) {
                int before = run.book.movements().size();
                Money again = run.spend(invoice, 99_999, CreditMode.CREDIT_THEN_INVOICE);
                if (Objects.requireNonNull(run.paid.get(invoice)).amount().signum() > 0) {
                    assertThat(again).isEqualTo(run.paid.get(invoice));
                    assertThat(run.book.movements()).hasSize(before);
                } else {
                    run.paid.put(invoice, again);
                }
            }
        }
    }

    /// A book with what has happened to it so far.
    private static final class Run {
        private CreditBook book = new CreditBook(EUR, BurnOrder.PRIORITY_EXPIRY_AGE, List.of(), List.of());
        private Instant now = START;
        private final List<UUID> invoices = new ArrayList<>();
        private final Map<UUID, Money> paid = new HashMap<>();
        private final Set<Instant> moments = new java.util.HashSet<>();
        private int made;

        void take(Step step) {
            now = now.plus(step.hours(), ChronoUnit.HOURS);
            moments.add(now);
            made++;
            switch (step.what()) {
                case 0 -> book.grant(granted(step), now);
                case 1 -> pay(step, CreditMode.CREDIT_THEN_INVOICE);
                case 2 -> pay(step, CreditMode.CREDIT_ONLY);
                case 3 -> quietly(() -> book.deduct("deduct" + made, cents(step.cents()), now));
                case 4 -> some(step).ifPresent(grant -> book.voidGrant(grant, now));
                case 5 -> {
                    if (!invoices.isEmpty()) {
                        book.giveBack(invoices.get(step.number() % invoices.size()), now);
                    }
                }
                default ->
                    some(step)
                            .ifPresent(grant ->
                                    quietly(() -> book.refund("refund" + made, grant, cents(step.cents()), now)));
            }
        }

        private Grant granted(Step step) {
            int number = step.number();
            Instant begins = now.plus(number % 3 * 10L, ChronoUnit.HOURS);
            return new Grant(
                    id("grant" + made),
                    cents(step.cents()),
                    number % 4,
                    GrantOrigin.values()[number % 3],
                    begins,
                    number % 2 == 0 ? null : begins.plus(step.cents() % 200, ChronoUnit.HOURS),
                    now,
                    number % 5 == 0 ? Set.of("usage") : Set.of(),
                    number % 6 == 1 ? new Recurrence(1, ChronoUnit.DAYS, START, ZoneOffset.UTC) : null,
                    Rollover.NONE,
                    null);
        }

        private void pay(Step step, CreditMode mode) {
            UUID invoice = id("invoice" + made);
            invoices.add(invoice);
            paid.put(invoice, spend(invoice, step.cents(), mode));
        }

        private Money spend(UUID invoice, int cents, CreditMode mode) {
            List<PayableLine> lines = List.of(
                    new PayableLine(null, new Money(cents(cents / 3), EUR)),
                    new PayableLine("calls", new Money(cents(cents - cents / 3), EUR)));
            return book.spend(invoice, lines, new Money(cents(cents), EUR), mode, now);
        }

        private java.util.Optional<UUID> some(Step step) {
            List<UUID> all = book.grants().stream().map(Grant::id).sorted().toList();
            return all.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(all.get(step.number() % all.size()));
        }

        private static void quietly(Runnable taking) {
            try {
                taking.run();
            } catch (ExceedsCredit e) {
                assertThat(e.available()).isNotNegative();
            }
        }

        private static BigDecimal cents(int cents) {
            return BigDecimal.valueOf(cents, 2);
        }

        private static UUID id(String name) {
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        }
    }
}
