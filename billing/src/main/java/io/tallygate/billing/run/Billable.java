package io.tallygate.billing.run;

import io.tallygate.billing.period.Share;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// What is owed of one fee for one of its periods.
/// @param share   of the period, all stretches together, at most whole
/// @param amount  for the whole period, exact
/// @param dueAt   the moment whose period of billing it counts in: in advance when its part begins, else the
///                last one
///                of its part
public record Billable(Key key, Share share, BigDecimal amount, Instant dueAt) {
    /// One fee of one plan version in one period: whatever is billed of it is billed under this key, and once.
    /// @param card    the rate card's key
    /// @param stage   place of the version's phase whose price it is; their number: the plan's own
    /// @param period  whole, as the fee's calendar cuts time; of a fee that is due once the first one's
    public record Key(String card, UUID planVersion, int stage, Period period) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.<Key, Instant>comparing(
                        key -> key.period().from())
                .thenComparing(key -> key.period().to())
                .thenComparing(Key::card)
                .thenComparing(key -> key.planVersion().toString())
                .thenComparing(Key::stage);

        /// Of a plan without phases.
        public Key(String card, UUID planVersion, Period period) {
            this(card, planVersion, 0, period);
        }

        /// As documents list them: by time, then by name.
        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// Rounded half up once, whatever has been billed of it in how many parts.
    BigDecimal money(int decimals) {
        return share.of(amount, decimals);
    }
}
