package io.tallygate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.subscription.HistoryChange.Cancel;
import io.tallygate.billing.subscription.HistoryChange.Pause;
import io.tallygate.billing.subscription.HistoryChange.Resume;
import io.tallygate.billing.subscription.HistoryChange.ToPlan;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionHistoryTest {
    private static final UUID SMALL = new UUID(0, 1);
    private static final UUID MIDDLE = new UUID(0, 2);
    private static final UUID LARGE = new UUID(0, 3);

    private final SubscriptionHistory started = SubscriptionHistory.started(SMALL, day(1));

    @Test
    void changes_within_a_period_stand_one_after_another() {
        SubscriptionHistory history = with(new ToPlan(MIDDLE, day(10)), new ToPlan(LARGE, day(20)));
        assertThat(history.phases())
                .containsExactly(
                        on(SMALL, 1, 10), on(MIDDLE, 10, 20), new SubscriptionPhase(LARGE, false, day(20), null));
        assertThat(history.nextChange(day(12))).isEqualTo(day(20));
        assertThat(history.nextChange(day(20))).isNull();
    }

    @Test
    void a_change_calls_off_what_was_meant_for_later_and_one_at_the_same_moment_replaces_it() {
        assertThat(with(new ToPlan(LARGE, day(31)), new ToPlan(MIDDLE, day(10))).phases())
                .containsExactly(on(SMALL, 1, 10), new SubscriptionPhase(MIDDLE, false, day(10), null));
        assertThat(with(new ToPlan(MIDDLE, day(10)), new ToPlan(LARGE, day(10))).phases())
                .containsExactly(on(SMALL, 1, 10), new SubscriptionPhase(LARGE, false, day(10), null));
        assertThat(with(new ToPlan(MIDDLE, day(10)), new ToPlan(SMALL, day(10))).phases())
                .as("back to what it was")
                .containsExactly(new SubscriptionPhase(SMALL, false, day(1), null));
    }

    @Test
    void a_pause_ends_when_it_was_said_to_or_when_somebody_resumes() {
        assertThat(with(new Pause(day(5), day(8))).phases())
                .containsExactly(
                        on(SMALL, 1, 5),
                        new SubscriptionPhase(SMALL, true, day(5), day(8)),
                        new SubscriptionPhase(SMALL, false, day(8), null));
        SubscriptionHistory open = with(new Pause(day(5), null), new ToPlan(LARGE, day(7)));
        assertThat(open.at(day(9))).contains(new SubscriptionPhase(LARGE, true, day(7), null));
        assertThat(open.with(new Resume(day(9))).at(day(9)))
                .as("a change while it is paused does not end the pause")
                .contains(new SubscriptionPhase(LARGE, false, day(9), null));
    }

    @Test
    void the_sooner_end_stays_and_nothing_happens_after_it() {
        SubscriptionHistory ended = with(new Cancel(day(20)), new Cancel(day(25)), new ToPlan(LARGE, day(22)));
        assertThat(ended.phases()).containsExactly(on(SMALL, 1, 20));
        assertThat(ended.with(new Cancel(day(10))).endsAt()).isEqualTo(day(10));
        assertThat(with(new Cancel(day(1))).phases()).as("ended as it began").isEmpty();
        assertThat(with(new Cancel(day(1))).endsAt()).isEqualTo(day(1));
    }

    @Test
    void usage_is_parted_by_plan_and_not_by_pause() {
        SubscriptionHistory history = with(new Pause(day(5), day(8)), new ToPlan(LARGE, day(12)));
        assertThat(history.usedWithin(new Period(day(3), day(20))))
                .containsExactly(on(SMALL, 3, 12), on(LARGE, 12, 20));
    }

    private SubscriptionHistory with(HistoryChange... changes) {
        return SubscriptionHistory.of(SMALL, started.startsAt(), List.of(changes));
    }

    private static SubscriptionPhase on(UUID version, int from, @Nullable Integer to) {
        return new SubscriptionPhase(version, false, day(from), to == null ? null : day(to));
    }

    private static Instant day(int day) {
        return Instant.parse("2026-10-01T00:00:00Z").plusSeconds(86_400L * (day - 1));
    }
}
