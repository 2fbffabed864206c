package io.tallygate.load.fault;

import io.tallygate.load.subject.ControlApi;
import io.tallygate.load.subject.CountedCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Compares by request id: complete at the client ⊆ counted in ClickHouse ⊆ answered by the upstream.
/// @param lost        complete at the client and not counted
/// @param duplicated  counted more often than once, by id in the table or by the total that the product tells
/// @param phantom     counted and never answered by the upstream
/// @param counted     different ids in ClickHouse
/// @param total       what the control API says was used
record Verdict(long lost, long duplicated, long phantom, long counted, long total) {
    private static final Duration SETTLED = Duration.ofSeconds(3);

    /// Waits until nothing more is counted, then compares.
    /// @param patience  how long usage may take to arrive
    static Verdict of(Set<String> complete, Set<String> answered, CountedCalls calls, Total total, Duration patience)
            throws IOException, InterruptedException {
        awaitCounted(complete.size(), calls, patience);
        return compare(complete, answered, calls.ids(), total.read());
    }

    /// @param counted  how often each id is counted
    static Verdict compare(Set<String> complete, Set<String> answered, Map<String, Integer> counted, long total) {
        long lost = complete.stream().filter(id -> !counted.containsKey(id)).count();
        long phantom =
                counted.keySet().stream().filter(id -> !answered.contains(id)).count();
        long repeated = counted.values().stream().mapToLong(times -> times - 1L).sum();
        return new Verdict(lost, repeated + Math.max(0, total - counted.size()), phantom, counted.size(), total);
    }

    /// The total of the drilled application's usage, as the product tells it.
    @FunctionalInterface
    interface Total {
        long read() throws IOException, InterruptedException;

        static Total of(ControlApi control, String application) {
            Instant from = Instant.now().minus(Duration.ofHours(1));
            String query = "/usage?meter=requests&window=none&application=%s&from=%s&to=%s"
                    .formatted(application, from, from.plus(Duration.ofHours(3)));
            return () -> control.get(query).path("total").asLong();
        }
    }

    /// Nothing lost, nothing double, nothing invented, and the product's own total says the same.
    boolean kept() {
        return lost == 0 && duplicated == 0 && phantom == 0 && total == counted;
    }

    private static void awaitCounted(long expected, CountedCalls calls, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long count = -1;
        long since = System.nanoTime();
        while (System.nanoTime() < deadline) {
            long now = calls.count();
            if (now != count) {
                count = now;
                since = System.nanoTime();
            } else if (count >= expected && System.nanoTime() - since > SETTLED.toNanos()) {
                return;
            }
            Thread.sleep(200);
        }
    }
}
