package io.tallygate.gateway.policy.jwt;

import io.tallygate.gateway.policy.PolicySurroundings;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The addresses of keys that routes of one gateway name, each once. A new configuration finds the keys that the one
/// before had; those that no route names any more are forgotten.
final class KeySources implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    private final PolicySurroundings surroundings;
    private final Map<Source, WeakReference<RemoteKeys>> sources = new HashMap<>();
    private final Thread refreshing = new Thread(this::refresh, "issuer-keys");
    private volatile boolean closed;

    private record Source(URI address, long intervalNanos) {}

    KeySources(PolicySurroundings surroundings) {
        this.surroundings = surroundings;
        refreshing.setDaemon(true);
        refreshing.start();
    }

    synchronized RemoteKeys of(URI address, long intervalNanos) {
        Source source = new Source(address, intervalNanos);
        WeakReference<RemoteKeys> reference = sources.get(source);
        RemoteKeys known = reference == null ? null : reference.get();
        if (known == null) {
            known = new RemoteKeys(address, surroundings, intervalNanos);
            sources.put(source, new WeakReference<>(known));
            known.refreshIfDue(System.nanoTime());
        }
        return known;
    }

    private void refresh() {
        while (!closed) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            refreshAll();
        }
    }

    private synchronized void refreshAll() {
        long now = System.nanoTime();
        sources.values().removeIf(reference -> {
            @Nullable RemoteKeys keys = reference.get();
            if (keys != null) {
                keys.refreshIfDue(now);
            }
            return keys == null;
        });
    }

    @Override
    public void close() {
        closed = true;
        refreshing.interrupt();
    }
}
