package io.tallygate.portal.state;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A whole tenant fills memory, so this portal holds few of them at once; who comes then waits a little and is put off.
@ApplicationScoped
public class StatesAtOnce {
    private static final int MOST = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Semaphore places = new Semaphore(MOST, true);
    private final AtomicLong putOff = new AtomicLong();

    /// There is no place; to be tried again.
    public static final class NoPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @throws NoPlace  when none became free in time
    public <T> T hold(Supplier<T> work) {
        boolean held = false;
        try {
            held = places.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!held) {
                putOff.incrementAndGet();
                throw new NoPlace();
            }
            return work.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoPlace();
        } finally {
            if (held) {
                places.release();
            }
        }
    }

    /// How often the limit was hit since the start.
    public long putOff() {
        return putOff.get();
    }
}
