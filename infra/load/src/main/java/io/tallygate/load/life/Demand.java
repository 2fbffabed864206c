package io.tallygate.load.life;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// More calls than a limit lets pass. 429 is an answer like 200.
final class Demand implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final LongAdder passed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final Crowd crowd;

    Demand(int port, String target, int callsPerSecond, int connections) {
        crowd = new Crowd(port, callsPerSecond, connections, LONGEST, (wire, _) -> call(wire, target));
    }

    private @Nullable String call(Wire wire, String target) throws IOException {
        Wire.Message answer = wire.ask("GET", target, Scene.KEY, Scene.NOTHING);
        switch (answer.status()) {
            case 200 -> passed.increment();
            case 429 -> refused.increment();
            default -> {
                if (!answer.isShed()) {
                    return answer.start();
                }
                shed.increment();
            }
        }
        return null;
    }

    long passed() {
        return passed.sum();
    }

    long refused() {
        return refused.sum();
    }

    /// Calls that the gateway had no time for.
    long shed() {
        return shed.sum();
    }

    /// Calls that were sent, at least in part, and whose answer did not come.
    long cut() {
        return crowd.failures().entrySet().stream()
                .filter(each -> each.getKey().contains("connection:"))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    /// Answers of other kinds.
    long strange() {
        return crowd.failures().entrySet().stream()
                .filter(each -> each.getKey().startsWith("HTTP/"))
                .peek(each -> System.err.println(each.getValue() + " × " + each.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    /// @throws IOException  when so many do not pass in time
    void awaitPassed(long count, Duration within) throws IOException, InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (passed() < count) {
            if (System.nanoTime() > until) {
                throw new IOException("Only " + passed() + " calls passed when time was up, of " + count);
            }
            Thread.sleep(5);
        }
    }

    /// Until calls are refused and none has passed for a while.
    void awaitExhausted(Duration within) throws IOException, InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        long before = -1;
        long refusedBefore = 0;
        while (passed() != before || refused() < refusedBefore + 50) {
            if (System.nanoTime() > until) {
                throw new IOException("The limit is not used up: " + passed() + " calls passed");
            }
            before = passed();
            refusedBefore = refused();
            Thread.sleep(1_500);
        }
    }

    @Override
    public void close() throws InterruptedException {
        crowd.close();
    }
}
