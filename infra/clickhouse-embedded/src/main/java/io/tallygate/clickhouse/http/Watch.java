package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.Engine;
import io.tallygate.clickhouse.engine.EngineException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Knows all that runs, and ends what should not go on: reading statements whose client has gone, those that were
/// killed by their query id, and connections on which a write is stuck. Looks every 50 ms.
final class Watch {
    private static final long INTERVAL_MILLIS = 50;

    private final Engine engine;
    private final Counters counters;
    private final Map<String, RunningStatement> running = new ConcurrentHashMap<>();
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopped;

    Watch(Engine engine, Counters counters) {
        this.engine = engine;
        this.counters = counters;
        this.thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::look);
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    void add(Client client) {
        clients.add(client);
    }

    void remove(Client client) {
        clients.remove(client);
    }

    Iterable<Client> clients() {
        return clients;
    }

    void begin(RunningStatement statement) throws EngineException {
        if (running.putIfAbsent(statement.queryId, statement) != null) {
            throw EngineException.of(
                    EngineException.QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING,
                    "Query with id = " + statement.queryId + " is already running",
                    "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING");
        }
        counters.running.incrementAndGet();
    }

    void end(RunningStatement statement) {
        running.remove(statement.queryId, statement);
        counters.running.decrementAndGet();
    }

    @Nullable
    RunningStatement find(String queryId) {
        return running.get(queryId);
    }

    /// Waits until no request is being answered.
    boolean isQuiet(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty() || clients.stream().anyMatch(Client::isBusy)) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    void cancelAll(String why) {
        running.values().forEach(statement -> statement.cancel(why));
    }

    private void look() {
        while (!stopped) {
            for (RunningStatement statement : running.values()) {
                look(statement);
            }
            for (Client client : clients) {
                if (client.isStuck()) {
                    counters.refused("stalled");
                    client.close();
                }
            }
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(RunningStatement statement) {
        if (statement.endsWithClient() && statement.cancelled() == null && statement.client.isGone()) {
            statement.cancel("its client has gone");
        }
        if (statement.cancelled() != null && statement.isInEngine()) {
            try {
                // not found when the engine has not begun it yet: then again at the next look
                engine.cancel(statement.number);
            } catch (EngineException e) {
                System.err.println("A statement could not be ended: " + e.text());
            }
        }
    }
}
