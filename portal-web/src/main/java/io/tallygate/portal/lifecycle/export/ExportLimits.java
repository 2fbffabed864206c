package io.tallygate.portal.lifecycle.export;

import java.time.Duration;

/// Every limit of exports, by name.
public final class ExportLimits {
    /// Archives that are made at the same moment, on all portals together.
    static final int AT_ONCE = 2;

    /// How long an archive can be fetched.
    public static final Duration KEPT = Duration.ofDays(7);

    /// Archives of one tenant that are there or on their way.
    static final int OF_A_TENANT = 5;

    static final long MOST_BYTES = 4L << 30;

    /// Of one row in the database.
    static final int PART_BYTES = 1 << 20;

    private ExportLimits() {}
}
