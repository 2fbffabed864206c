package io.tallygate.gateway.events;

import io.tallygate.metering.recording.EventRow;
import java.time.Duration;

/// How much is taken at once. Each is a limit with a name.
final class EventBounds {
    /// Octets of one event.
    static final int EVENT = EventRow.MAX_EVENT;

    /// Events of a batch.
    static final int BATCH = 1_000;

    /// Octets of a request's body.
    static final int BODY = 4 << 20;

    /// Octets of each of an event's `id`, `source`, `type` and `subject`.
    static final int ATTRIBUTE = 1_024;

    /// How far ahead of this clock an event's time may be.
    static final Duration AHEAD = Duration.ofMinutes(5);

    /// Requests of one tenant that are under way.
    static final int REQUESTS_OF_TENANT = 32;

    /// Requests under way.
    static final int REQUESTS = 256;

    private EventBounds() {}

    /// Octets of all bodies that are held at once.
    static long held() {
        return Math.max(4L * BODY, Runtime.getRuntime().maxMemory() / 8);
    }
}
