package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the transaction on this thread has changed so far, each thing once.
public final class Changes {
    private static final ThreadLocal<@Nullable Changes> OPEN = new ThreadLocal<>();

    private record Thing(String kind, String id) {}

    private final TenantId chain;
    private @Nullable TenantId also;
    private final Map<Thing, Change> byThing = new LinkedHashMap<>();
    private boolean recorded;

    Changes(TenantId chain) {
        this.chain = chain;
    }

    static Changes open(TenantId chain) {
        if (OPEN.get() != null) {
            throw new IllegalStateException("a transaction is recorded inside another on this thread");
        }
        Changes fresh = new Changes(chain);
        OPEN.set(fresh);
        return fresh;
    }

    static void close() {
        OPEN.remove();
    }

    /// @throws IllegalStateException  when no transaction on this thread is recorded: state changes in no other
    public static Changes ofThisTransaction() {
        Changes open = OPEN.get();
        if (open == null) {
            throw new IllegalStateException("state changes only in transactions that the audit log records");
        }
        return open;
    }

    /// @throws IllegalStateException  after the record was written: a change would be missing in it
    public void add(Change change) {
        if (recorded) {
            throw new IllegalStateException("a " + change.kind() + " was changed after its record was written");
        }
        Thing thing = new Thing(change.kind(), change.id());
        Change before = byThing.remove(thing);
        Change both = before == null ? change : before.then(change);
        if (both != null) {
            byThing.put(thing, both);
        }
    }

    TenantId chain() {
        return chain;
    }

    /// Another log that is told of the same: what an operator does to a tenant is the tenant's business as well.
    public void alsoTell(TenantId other) {
        also = other;
    }

    List<TenantId> chains() {
        return also == null ? List.of(chain) : List.of(chain, also);
    }

    /// In the order in which they were made.
    List<Change> soFar() {
        return List.copyOf(byThing.values());
    }

    /// As [#soFar]; nothing may be added afterwards.
    List<Change> whole() {
        recorded = true;
        return List.copyOf(byThing.values());
    }
}
