package io.tallygate.portal.outbound;

import java.time.Duration;

/// Every limit of a call to an address that a tenant chose, by name.
public final class OutboundLimits {
    public static final Duration CONNECT = Duration.ofSeconds(5);

    /// Without a byte.
    public static final Duration SILENCE = Duration.ofSeconds(10);

    /// From the look-up of the name to the last byte, over all redirects.
    public static final Duration TOTAL = Duration.ofSeconds(15);

    /// A GET follows so many, each checked like the first address; a POST follows none.
    public static final int REDIRECTS = 3;

    public static final int HEADERS = 100;
    public static final int LONGEST_LINE = 8_192;
    public static final int LONGEST_URL = 2_000;

    private OutboundLimits() {}
}
