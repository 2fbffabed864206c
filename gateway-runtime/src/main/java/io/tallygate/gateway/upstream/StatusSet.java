package io.tallygate.gateway.upstream;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/// Some statuses of answers, asked for without an object being made.
public final class StatusSet {
    private final BitSet statuses = new BitSet(600);

    private StatusSet(Collection<Integer> statuses) {
        statuses.forEach(this.statuses::set);
    }

    public static StatusSet of(Collection<Integer> statuses) {
        return new StatusSet(statuses);
    }

    static StatusSet of(Integer... statuses) {
        return new StatusSet(List.of(statuses));
    }

    public boolean contains(int status) {
        return statuses.get(status);
    }
}
