package io.tallygate.gateway.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Each target as often as its weight says, those of one target spread as evenly as can be: the order is made
/// once.
final class RoundRobin extends Balancing {
    /// Of the order; greater sums of weights are scaled down to it.
    private static final int MOST_TURNS = 8192;
    private static final int LOOKS_AHEAD = 8;

    private final int[] order;
    private final AtomicInteger turn = new AtomicInteger();

    RoundRobin(List<Target> targets) {
        super(targets);
        order = order(targets.stream().mapToInt(Target::weight).toArray());
    }

    private static int[] order(int[] weights) {
        int divisor = 0;
        long sum = 0;
        for (int weight : weights) {
            divisor = commonDivisor(weight, divisor);
            sum += weight;
        }
        int[] scaled = new int[weights.length];
        int total = 0;
        for (int i = 0; i < weights.length; i++) {
            scaled[i] = sum / divisor <= MOST_TURNS
                    ? weights[i] / divisor
                    : (int) Math.max(1, weights[i] * (long) MOST_TURNS / sum);
            total += scaled[i];
        }
        // each turn every target earns its weight, and the richest has it and pays the sum
        int[] order = new int[total];
        int[] earned = new int[weights.length];
        for (int at = 0; at < total; at++) {
            int richest = 0;
            for (int i = 0; i < scaled.length; i++) {
                earned[i] += scaled[i];
                if (earned[i] > earned[richest]) {
                    richest = i;
                }
            }
            earned[richest] -= total;
            order[at] = richest;
        }
        return order;
    }

    private static int commonDivisor(int one, int other) {
        return other == 0 ? one : commonDivisor(other, one % other);
    }

    @Override
    int pick(Choice choice, long key, long nowNanos) {
        // the turn of one that gets no calls is nobody's: its share goes to all others, not to the one behind it
        for (int looks = Math.min(LOOKS_AHEAD, order.length); looks > 0; looks--) {
            int target = order[(turn.getAndIncrement() & Integer.MAX_VALUE) % order.length];
            if (isUsable(target, choice, nowNanos)) {
                return target;
            }
        }
        return any(choice, -1, nowNanos);
    }
}
