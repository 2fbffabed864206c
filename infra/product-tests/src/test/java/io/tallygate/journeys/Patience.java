package io.tallygate.journeys;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Waits for something that must come within a time that we promise, and says how long it took.
final class Patience {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private Patience() {}

    /// @param what    for the failure's sentence: "the gateway serves the API"
    /// @param look    asked again and again, while `fits` says no
    /// @return        the first that fits
    static <T> T within(Duration promised, String what, Callable<T> look, Predicate<T> fits) throws Exception {
        return within(promised, System.nanoTime(), what, look, fits);
    }

    /// @param began  when the promise began to run, in [System#nanoTime]
    static <T> T within(Duration promised, long began, String what, Callable<T> look, Predicate<T> fits)
            throws Exception {
        while (true) {
            T seen = look.call();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (took.compareTo(promised) > 0) {
                throw new AssertionError("%s: not within %d ms; last seen after %d ms: %s"
                        .formatted(what, promised.toMillis(), took.toMillis(), seen));
            }
            if (fits.test(seen)) {
                System.out.printf("%s: after %d ms%n", what, took.toMillis());
                return seen;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
