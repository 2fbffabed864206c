package io.tallygate.gateway.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The [OwnCalls] of every event loop, for who knows on which of them it is.
public final class LoopCalls {
    private final Map<Executor, OwnCalls> ofLoops = new ConcurrentHashMap<>();

    public void put(Executor loop, OwnCalls calls) {
        ofLoops.put(loop, calls);
    }

    /// @return  null when that loop calls nobody
    public @Nullable OwnCalls on(Executor loop) {
        return ofLoops.get(loop);
    }
}
