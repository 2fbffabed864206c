package io.tallygate.load.life;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What passed in each of the fixed windows of a limit, and whether what the answers said was right. An instance is
/// asked
/// by one connection, one call after the other. When a window ends is told by the answer's `RateLimit-Reset` and by
/// when
/// it came, as long as an answer takes less than a window but a second.
final class WindowLedger {
    private final long windowMillis;
    private final TreeMap<Long, Count> windows = new TreeMap<>();
    private final long[] window;
    private final long[] remaining;
    private long negatives;
    private long rises;

    /// Of one window.
    static final class Count {
        private int passed;
        private int refused;

        int passed() {
            return passed;
        }

        /// More was asked for than there was.
        boolean isExceeded() {
            return refused > 0;
        }
    }

    WindowLedger(int instances, long windowMillis) {
        this.windowMillis = windowMillis;
        window = new long[instances];
        remaining = new long[instances];
    }

    void answered(int instance, Wire.Message answer) {
        answered(instance, answer, System.currentTimeMillis());
    }

    synchronized void answered(int instance, Wire.Message answer, long millis) {
        long left = Long.parseLong(answer.field("ratelimit-remaining"));
        long reset = Long.parseLong(answer.field("ratelimit-reset"));
        long ends = (millis + reset * 1_000) / windowMillis;
        negatives += left < 0 ? 1 : 0;
        rises += ends == window[instance] && left > remaining[instance] ? 1 : 0;
        window[instance] = ends;
        remaining[instance] = left;
        Count count = windows.computeIfAbsent(ends, _ -> new Count());
        if (answer.status() == 200) {
            count.passed++;
        } else {
            count.refused++;
        }
    }

    /// Of those between the first and the last, which were cut.
    synchronized List<Count> whole() {
        List<Count> all = new ArrayList<>(windows.values());
        return all.subList(Math.min(1, all.size()), Math.max(1, all.size() - 1));
    }

    synchronized long negatives() {
        return negatives;
    }

    synchronized long rises() {
        return rises;
    }
}
