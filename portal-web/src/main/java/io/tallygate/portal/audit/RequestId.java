package io.tallygate.portal.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one request is called, in its answer, in logs and in the audit log.
public final class RequestId {
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestId() {}

    /// @param offered  by whoever calls; null when they say none
    /// @return         theirs when it is 8 to 64 letters, digits, dots, underscores and hyphens, else a fresh one
    public static String of(@Nullable String offered) {
        return offered != null && TAKEN.matcher(offered).matches() ? offered : fresh(Clock.systemUTC());
    }

    /// A UUID of version 7 (RFC 9562, 5.7): sorted by time to the millisecond.
    static String fresh(Clock clock) {
        long random = RANDOM.nextLong();
        long high = clock.millis() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = random & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
