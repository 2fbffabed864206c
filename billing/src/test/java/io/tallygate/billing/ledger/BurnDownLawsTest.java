package io.tallygate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds of burning units down, whatever the grants and whenever usage came.
class BurnDownLawsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    record Used(int hour, int units) {}

    @Provide
    Arbitrary<List<Grant>> grants() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 400),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(0, 3))
                .as((amount, priority, begins, lasts, kind) -> new Grant(
                        new UUID(amount, begins * 1_000L + lasts * 7L + kind),
                        BigDecimal.valueOf(amount),
                        priority,
                        GrantOrigin.PROMOTIONAL,
                        hour(begins),
                        kind == 0 ? null : hour(begins + lasts),
                        START,
                        Set.of(),
                        kind == 1 ? new Recurrence(2, ChronoUnit.DAYS, START, ZoneOffset.UTC) : null,
                        new Rollover(BigDecimal.ZERO, BigDecimal.valueOf(kind * 50L)),
                        null))
                .list()
                .uniqueElements(Grant::id)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Used>> usage() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.integers().between(1, 60))
                .as(Used::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 1_500)
    void what_was_used_is_what_grants_gave_and_what_none_covered(
            @ForAll("grants") List<Grant> grants, @ForAll("usage") List<Used> usage, @ForAll int asked) {
        Instant at = hour(Math.floorMod(asked, 450));
        GrantBalances balances = burn(grants, usage, List.of(), at);
        assertThat(balances.usedFromGrants().add(balances.overage())).isEqualByComparingTo(balances.usageInPeriod());
        assertThat(balances.usageInPeriod()).isEqualByComparingTo(sum(usage, START, at));
        for (Grant grant : grants) {
            BigDecimal left = balances.grants().get(grant.id());
            assertThat(left).isBetween(BigDecimal.ZERO, grant.amount());
            if (!grant.isActiveAt(at)) {
                assertThat(left).isZero();
            }
        }
        if (balances.overage().signum() > 0) {
            assertThat(balances.balance()).isZero();
        }
    }

    @Property(tries = 1_000)
    void neither_the_order_of_grants_nor_that_of_usage_matters(
            @ForAll("grants") List<Grant> grants, @ForAll("usage") List<Used> usage, @ForAll long seed) {
        List<Reset> resets = List.of(new Reset(hour(100), false), new Reset(hour(250), true));
        GrantBalances before = burn(grants, usage, resets, hour(420));
        List<Grant> otherGrants = new ArrayList<>(grants);
        List<Used> otherUsage = new ArrayList<>(usage);
        Collections.shuffle(otherGrants, new Random(seed));
        Collections.shuffle(otherUsage, new Random(seed));
        assertThat(burn(otherGrants, otherUsage, resets, hour(420))).isEqualTo(before);
    }

    @Property(tries = 500)
    void usage_is_asked_for_every_instant_once(@ForAll("grants") List<Grant> grants) {
        List<Instant> edges = new ArrayList<>(List.of(START));
        BurnDown.at(
                hour(400),
                START,
                grants,
                List.of(new Reset(hour(77), false)),
                new Recurrence(1, ChronoUnit.WEEKS, START, ZoneOffset.UTC),
                BurnOrder.PRIORITY_EXPIRY_AGE,
                (from, to) -> {
                    assertThat(from).isEqualTo(edges.getLast()).isBefore(to);
                    edges.add(to);
                    return BigDecimal.ONE;
                });
        assertThat(edges.getLast()).isEqualTo(hour(400));
    }

    private static GrantBalances burn(List<Grant> grants, List<Used> usage, List<Reset> resets, Instant at) {
        return BurnDown.at(
                at, START, grants, resets, null, BurnOrder.PRIORITY_EXPIRY_AGE, (from, to) -> sum(usage, from, to));
    }

    private static BigDecimal sum(List<Used> usage, Instant from, Instant to) {
        return usage.stream()
                .filter(used ->
                        !hour(used.hour()).isBefore(from) && hour(used.hour()).isBefore(to))
                .map(used -> BigDecimal.valueOf(used.units()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Instant hour(int hour) {
        return START.plus(hour, ChronoUnit.HOURS);
    }
}
