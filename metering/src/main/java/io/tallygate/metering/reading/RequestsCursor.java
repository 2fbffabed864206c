package io.tallygate.metering.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/// Where a page of single calls ended: its last call. Stays right when newer calls come in between.
record RequestsCursor(long endedAtMicros, UUID id) {
    private static final UUID FIRST = new UUID(0, 0);

    static RequestsCursor of(UsageEvent call) {
        return new RequestsCursor(ChronoUnit.MICROS.between(Instant.EPOCH, call.endedAt()), call.id());
    }

    /// Before every call that ended at this moment or later.
    static RequestsCursor before(Instant moment) {
        return new RequestsCursor(Long.parseLong(Selection.micros(moment)), FIRST);
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((endedAtMicros + "." + id).getBytes(US_ASCII));
    }

    static RequestsCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), US_ASCII).split("\\.", -1);
            if (parts.length == 2) {
                return new RequestsCursor(Long.parseLong(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UsageQueryInvalid("cursor", "not a cursor of this list");
    }
}
