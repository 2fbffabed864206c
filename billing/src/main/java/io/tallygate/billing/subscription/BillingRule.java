package io.tallygate.billing.subscription;

import io.tallygate.billing.period.Anchor;
import io.tallygate.billing.period.Proration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/// How a subscription's periods lie and what a part of one costs. Decided when it starts, for its life.
/// @param alignment  where periods begin
/// @param proration  of recurring fees
public record BillingRule(Alignment alignment, Proration proration) {
    public static final BillingRule DEFAULT = new BillingRule(Alignment.CALENDAR, Proration.BY_SECOND);

    public enum Alignment {
        /// With the calendar's weeks, months and years.
        CALENDAR,
        /// On the local day on which the subscription started.
        ANNIVERSARY;

        /// As the API writes it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static BillingRule of(String alignment, String proration) {
        return new BillingRule(
                Alignment.valueOf(alignment.toUpperCase(Locale.ROOT)),
                Proration.valueOf(proration.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /// @param startsAt  of the subscription, or of the plan that brought another cadence
    public Anchor anchor(Instant startsAt, ZoneId zone) {
        return switch (alignment) {
            case CALENDAR -> Anchor.CALENDAR;
            case ANNIVERSARY -> Anchor.anniversary(startsAt, zone);
        };
    }
}
