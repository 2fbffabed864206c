package io.tallygate.gateway.upstream;

import java.util.Collection;
import java.util.List;

/// Some statuses of answers, asked for without an object being made.
public final class StatusSet {
    private static final int MOST = 600;

    private final boolean[] statuses = new boolean[MOST];

    private StatusSet(Collection<Integer> statuses) {
        statuses.forEach(status -> this.statuses[status] = true);
    }

    public static StatusSet of(Collection<Integer> statuses) {
        return new StatusSet(statuses);
    }

    static StatusSet of(Integer... statuses) {
        return new StatusSet(List.of(statuses));
    }

    public boolean contains(int status) {
        return status < MOST && statuses[status];
    }
}
