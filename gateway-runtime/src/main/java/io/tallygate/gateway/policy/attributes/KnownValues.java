package io.tallygate.gateway.policy.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.PolicySurroundings;
import io.tallygate.metering.recording.UsageDraft;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The values of attributes that this instance has seen since its start, of every tenant and name a bounded number.
final class KnownValues implements AutoCloseable {
    /// Of all tenants together; each is about 200 octets.
    private static final int MOST_IN_ALL = 200_000;

    private static final byte[] OTHER = "other".getBytes(UTF_8);

    private record Of(UUID tenant, String name) {}

    /// Of one attribute.
    static final class Values {
        private final ConcurrentHashMap<String, byte[]> known = new ConcurrentHashMap<>();
    }

    private final ConcurrentHashMap<Of, Values> values = new ConcurrentHashMap<>();
    private final AtomicInteger inAll = new AtomicInteger();
    private final Metrics metrics;

    KnownValues(PolicySurroundings around) {
        this.metrics = around.metrics();
    }

    Values of(UUID tenant, String name) {
        return values.computeIfAbsent(new Of(tenant, name), _ -> new Values());
    }

    /// @param most  that there may be of this attribute
    /// @return      the text's octets, or `other`
    byte[] octets(Values of, String text, int most) {
        String value = text.length() > UsageDraft.MAX_VALUE ? text.substring(0, UsageDraft.MAX_VALUE) : text;
        byte[] found = of.known.get(value);
        if (found != null) {
            return found;
        }
        if (of.known.size() >= most || inAll.get() >= MOST_IN_ALL) {
            metrics.hit(Limit.ATTRIBUTE_VALUES);
            return OTHER;
        }
        return of.known.computeIfAbsent(value, known -> {
            inAll.incrementAndGet();
            return known.getBytes(UTF_8);
        });
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
