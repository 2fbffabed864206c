package io.tallygate.billing.run;

import io.tallygate.billing.period.Share;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.UUID;

/// What is owed of one fee for one of its periods.
/// @param share   of the period, all stretches together, at most whole
/// @param amount  for the whole period, exact
public record Billable(Key key, Share share, BigDecimal amount) {
    /// One fee of one plan version in one period: whatever is billed of it is billed under this key, and once.
    /// @param card    the rate card's key
    /// @param period  whole, as the fee's calendar cuts time; of a fee that is due once the first one's
    public record Key(String card, UUID planVersion, Period period) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.<Key, java.time.Instant>comparing(
                        key -> key.period().from())
                .thenComparing(key -> key.period().to())
                .thenComparing(Key::card)
                .thenComparing(key -> key.planVersion().toString());

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
