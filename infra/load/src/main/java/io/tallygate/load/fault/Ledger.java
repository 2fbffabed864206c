package io.tallygate.load.fault;

import io.tallygate.load.call.Answer;
import io.tallygate.load.call.SteadyCalls;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What the client knows: the ids of all answers that arrived whole, and what else became of calls.
final class Ledger implements SteadyCalls.Witness {
    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder withoutId = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final Map<Integer, LongAdder> refused = new ConcurrentSkipListMap<>();

    @Override
    public void complete(Answer answer) {
        if (answer.status() / 100 != 2) {
            refused.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        } else if (answer.requestId() == null) {
            withoutId.increment();
        } else if (!complete.add(answer.requestId().toLowerCase(Locale.ROOT))) {
            repeated.increment();
        }
    }

    @Override
    public void cut() {
        cut.increment();
    }

    Set<String> complete() {
        return complete;
    }

    /// Answers that carried an id which another answer had carried before.
    long repeated() {
        return repeated.sum();
    }

    long withoutId() {
        return withoutId.sum();
    }

    long cuts() {
        return cut.sum();
    }

    /// Answers other than 2xx, by status.
    Map<Integer, Long> refused() {
        Map<Integer, Long> counts = new TreeMap<>();
        refused.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }
}
