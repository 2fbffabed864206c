package io.tallygate.metering.reconciliation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Calls of one hour through one gateway instance.
/// @param hour      its begin, by the calls' end
/// @param journals  what the instance's journals held; null: they told nothing of this hour
/// @param stored    what the store holds, each call once
public record HourCount(
        Instant hour, String instance, @Nullable Long journals, long stored) {
    /// In a word, or `equal`.
    public String difference() {
        if (journals == null) {
            return "not-reported";
        }
        int compared = Long.compare(journals, stored);
        return compared == 0 ? "equal" : compared > 0 ? "missing-in-store" : "unknown-to-journals";
    }
}
