package io.tallygate.billing.run;

import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.period.BillingSchedule;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which stretches of a subscription's usage a month's run bills: those of the periods that ended in the month, on its
/// own
/// clocks, each cut where the plan changed. Every stretch belongs to one month, and to one only.
record BilledSpans(SubscriptionHistory history, BillingRule rule, ZoneId zone) {
    static BilledSpans of(Subscription subscription, SubscriptionHistory history) {
        return new BilledSpans(history, subscription.rule(), subscription.timeZone());
    }

    List<SubscriptionPhase> in(YearMonth month) {
        Period within = BillingPeriods.month(month, zone);
        List<SubscriptionPhase> spans = new ArrayList<>();
        schedule().ifPresent(schedule -> {
            for (Period period : schedule.between(within.from(), within.to())) {
                if (!period.to().isAfter(within.to())) {
                    spans.addAll(history.usedWithin(period));
                }
            }
        });
        return spans;
    }

    /// The stretches of the calendar's period that holds `now`, as far as they are known; none when it ended before.
    List<SubscriptionPhase> running(Instant now) {
        Period whole = calendar().at(now);
        return schedule().stream()
                .flatMap(schedule -> schedule.between(whole.from(), whole.to()).stream())
                .flatMap(period -> history.usedWithin(period).stream())
                .toList();
    }

    BillingCalendar calendar() {
        return new BillingCalendar(Cadence.MONTHLY, rule.anchor(history.startsAt(), zone), zone);
    }

    /// Empty when it ended as it began.
    private Optional<BillingSchedule> schedule() {
        return history.phases().isEmpty()
                ? Optional.empty()
                : Optional.of(BillingSchedule.of(calendar(), history.startsAt(), history.endsAt()));
    }
}
