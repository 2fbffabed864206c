package io.tallygate.gateway.upstream;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// How the calls of an upstream are spread over its targets. One for all event loops; choosing takes no lock and
/// makes no object.
public abstract sealed class Balancing permits RoundRobin, LeastRequests, ConsistentHash {
    /// What a feed can ask for.
    public sealed interface Kind {
        /// By weight, in turn.
        record InTurn() implements Kind {}

        /// Of two by weight and chance, the one with fewer calls under way for its weight.
        record ByRequests() implements Kind {}

        /// The same value, the same target, as long as it is there.
        record ByHash(HashKey key) implements Kind {}
    }

    final Target[] targets;

    Balancing(List<Target> targets) {
        this.targets = targets.toArray(Target[]::new);
    }

    static Balancing of(Kind kind, List<Target> targets) {
        return switch (kind) {
            case Kind.InTurn _ -> new RoundRobin(targets);
            case Kind.ByRequests _ -> new LeastRequests(targets);
            case Kind.ByHash(HashKey _) -> new ConsistentHash(targets);
        };
    }

    static @Nullable HashKey keyOf(Kind kind) {
        return kind instanceof Kind.ByHash(HashKey key) ? key : null;
    }

    /// @param key    of the call; 0: it has none
    /// @return       a target that is in and was not tried; else one that was not tried; else the first
    final int choose(Choice choice, long key, long nowNanos) {
        int picked = pick(choice, key, nowNanos);
        for (int i = 0; picked < 0 && i < targets.length; i++) {
            if (!choice.has(i)) {
                picked = i;
            }
        }
        return Math.max(picked, 0);
    }

    /// @return  one that [#isUsable], or less than 0
    abstract int pick(Choice choice, long key, long nowNanos);

    final boolean isUsable(int target, Choice choice, long nowNanos) {
        return !choice.has(target) && targets[target].health().isIn(nowNanos);
    }

    /// By weight and chance.
    /// @param but  not this one
    /// @return     less than 0 when there is none
    final int any(Choice choice, int but, long nowNanos) {
        int total = 0;
        for (int i = 0; i < targets.length; i++) {
            if (i != but && isUsable(i, choice, nowNanos)) {
                total += targets[i].weight();
            }
        }
        if (total == 0) {
            return -1;
        }
        int point = ThreadLocalRandom.current().nextInt(total);
        int last = -1;
        for (int i = 0; i < targets.length; i++) {
            if (i != but && isUsable(i, choice, nowNanos)) {
                last = i;
                point -= targets[i].weight();
                if (point < 0) {
                    break;
                }
            }
        }
        return last; // one may have been left out meanwhile
    }
}
