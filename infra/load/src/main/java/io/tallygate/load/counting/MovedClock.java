package io.tallygate.load.counting;

import io.tallygate.load.life.WallClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A wall clock that jumps, and by how much it was wrong at which time.
final class MovedClock {
    private final WallClock clock;
    private final List<Span> spans = new CopyOnWriteArrayList<>(List.of(new Span(0, Long.MAX_VALUE, 0)));

    /// @param from    real microseconds; included
    /// @param offset  added to real ones
    record Span(long from, long to, long offset) {}

    MovedClock(WallClock clock) {
        this.clock = clock;
    }

    /// Returns when the process goes by it.
    void jump(Duration by) throws IOException, InterruptedException {
        long began = Moment.now();
        Duration applied = clock.jump(by);
        Span before = spans.removeLast();
        spans.add(new Span(before.from, Moment.now(), before.offset));
        spans.add(new Span(began, Long.MAX_VALUE, applied.toMillis() * 1_000));
    }

    List<Span> spans() {
        return spans;
    }
}
