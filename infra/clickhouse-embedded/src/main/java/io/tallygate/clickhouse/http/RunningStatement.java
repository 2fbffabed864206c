package io.tallygate.clickhouse.http;

import org.jspecify.annotations.Nullable;

/// A statement between its admission and the end of its answer.
final class RunningStatement {
    final String queryId;
    final long number;
    final Client client;
    private volatile boolean endsWithClient;
    private volatile boolean inEngine;
    private volatile @Nullable String cancelled;

    RunningStatement(String queryId, long number, Client client) {
        this.queryId = queryId;
        this.number = number;
        this.client = client;
    }

    /// A reading statement is of no use once nobody waits for it. Others run to their end, so that a client that gave
    /// up
    /// and asks again meets a finished state.
    void endWithClient() {
        endsWithClient = true;
    }

    boolean endsWithClient() {
        return endsWithClient;
    }

    void enterEngine() {
        client.watch();
        inEngine = true;
    }

    void leaveEngine() {
        inEngine = false;
        client.unwatch();
    }

    boolean isInEngine() {
        return inEngine;
    }

    void cancel(String why) {
        if (cancelled == null) {
            cancelled = why;
        }
    }

    @Nullable
    String cancelled() {
        return cancelled;
    }
}
