package io.tallygate.metering.reading;

import java.util.Arrays;
import java.util.Optional;

/// How a series is cut, in the query's time zone. An hour that a clock change repeats is two windows; a day of a
/// clock change has 23 or 25 hours.
public enum Window {
    MINUTE,
    HOUR,
    DAY,
    MONTH,
    /// One window: the whole period.
    NONE;

    public String slug() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// @return empty when there is no such window (the caller replies 400)
    public static Optional<Window> ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(window -> window.slug().equals(slug))
                .findFirst();
    }
}
