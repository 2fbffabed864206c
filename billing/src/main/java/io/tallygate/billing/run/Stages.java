package io.tallygate.billing.run;

import io.tallygate.billing.period.Anchor;
import io.tallygate.billing.period.BillingCalendar;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.subscription.SubscriptionPhase;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// When the phases of a plan version (a trial, a ramp) end in one subscription's life. They are counted from
/// its start,
/// whichever plan it had then: nobody gets a second trial by changing plans.
/// @param ends  in order; empty: a plan without phases
record Stages(List<Instant> ends) {
    static final Stages NONE = new Stages(List.of());

    Stages {
        ends = List.copyOf(ends);
    }

    static Stages of(List<Cadence> lasts, Instant start, ZoneId zone) {
        List<Instant> ends = new ArrayList<>();
        Instant from = start;
        for (Cadence each : lasts) {
            from = new BillingCalendar(each, Anchor.keepingTime(from, zone), zone).start(1);
            ends.add(from);
        }
        return new Stages(ends);
    }

    /// The parts of a stretch on one plan version, each in one stage.
    List<Stretch> cut(SubscriptionPhase phase) {
        List<Stretch> parts = new ArrayList<>();
        Instant from = phase.from();
        for (int stage = 0; stage < ends.size(); stage++) {
            Instant end = ends.get(stage);
            if (from.isBefore(end)) {
                if (phase.to() != null && !end.isBefore(phase.to())) {
                    parts.add(new Stretch(phase.planVersion(), stage, phase.paused(), from, phase.to()));
                    return parts;
                }
                parts.add(new Stretch(phase.planVersion(), stage, phase.paused(), from, end));
                from = end;
            }
        }
        parts.add(new Stretch(phase.planVersion(), ends.size(), phase.paused(), from, phase.to()));
        return parts;
    }
}
