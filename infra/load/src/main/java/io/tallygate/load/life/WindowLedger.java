package io.tallygate.load.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What passed in each of the fixed windows of a limit, by what the answers said, and whether what they said was right.
/// An instance is asked by one connection, one call after the other. A window has begun when the clock says so and what
/// remains is more than before.
final class WindowLedger {
    private static final String REMAINING = "ratelimit-remaining";

    private final long windowMillis;
    private final Map<Long, Integer> passed = new TreeMap<>();
    private final long[] window;
    private final long[] remaining;
    private long negatives;
    private long rises;

    WindowLedger(int instances, long windowMillis) {
        this.windowMillis = windowMillis;
        window = new long[instances];
        remaining = new long[instances];
    }

    synchronized void answered(int instance, Wire.Message answer) {
        long left = Long.parseLong(answer.field(REMAINING));
        long clock = System.currentTimeMillis() / windowMillis;
        if (left < 0) {
            negatives++;
        }
        if (left > remaining[instance] || window[instance] == 0) {
            if (clock == window[instance]) {
                rises++;
            }
            window[instance] = clock;
        }
        remaining[instance] = left;
        if (answer.status() == 200) {
            passed.merge(window[instance], 1, Integer::sum);
        }
    }

    /// Of those between the first and the last, which were cut.
    synchronized List<Integer> whole() {
        List<Integer> all = new ArrayList<>(passed.values());
        return all.subList(Math.min(1, all.size()), Math.max(1, all.size() - 1));
    }

    synchronized long negatives() {
        return negatives;
    }

    synchronized long rises() {
        return rises;
    }
}
