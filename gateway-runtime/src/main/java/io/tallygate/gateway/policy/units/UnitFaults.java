package io.tallygate.gateway.policy.units;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.route.Route;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What could not be read of a route's units: always counted, and said in the log once a minute.
final class UnitFaults {
    private static final Logger LOG = LoggerFactory.getLogger(UnitFaults.class);
    private static final long SAID_EVERY_NANOS = 60_000_000_000L;

    private final Metrics metrics;
    private final Route route;
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAID_EVERY_NANOS);

    UnitFaults(Metrics metrics, Route route) {
        this.metrics = metrics;
        this.route = route;
    }

    void malformed(byte[] unit) {
        count("malformed", "an amount of " + new String(unit, US_ASCII) + " is none");
    }

    void coded() {
        count("coded", "the upstream answers in a coding that it was not asked for");
    }

    void notJson() {
        count("not-json", "the answer's body says that it is JSON and is not");
    }

    void tooLong() {
        metrics.hit(Limit.UNITS_BODY);
        count("too-long", "the answer's body is longer than maxBytes");
    }

    private void count(String what, String why) {
        metrics.unitFault(what);
        long now = System.nanoTime();
        long last = saidAt.get();
        if (now - last > SAID_EVERY_NANOS && saidAt.compareAndSet(last, now)) {
            LOG.warn("Units of a call of {} (route {}) are not recorded: {}", route.tenantSlug(), route.id(), why);
        }
    }
}
