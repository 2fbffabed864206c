package io.tallygate.gateway.upstream;

import java.util.List;

/// The same key, the same target. Every target draws a number from its name and the key, and the highest has it
/// (rendezvous hashing): when a target goes, only its own keys move, and to all others alike. With different
/// weights the numbers are stretched so that each wins as often as its weight says.
final class ConsistentHash extends Balancing {
    private static final double UNIT = 0x1.0p-53;

    private final long[] names;
    private final boolean weighted;
    private final RoundRobin otherwise;

    ConsistentHash(List<Target> targets) {
        super(targets);
        names = targets.stream()
                .mapToLong(target -> HashKey.hash(target.host() + ":" + target.port()))
                .toArray();
        weighted = targets.stream().mapToInt(Target::weight).distinct().count() > 1;
        otherwise = new RoundRobin(targets);
    }

    @Override
    int pick(Choice choice, long key, long nowNanos) {
        if (key == 0) {
            return otherwise.pick(choice, key, nowNanos);
        }
        int best = -1;
        double highest = 0;
        for (int i = 0; i < names.length; i++) {
            if (isUsable(i, choice, nowNanos)) {
                double drawn = ((HashKey.mixed(names[i] ^ key) >>> 11) + 1) * UNIT;
                double score = weighted ? -targets[i].weight() / Math.log(drawn) : drawn;
                if (best < 0 || score > highest) {
                    best = i;
                    highest = score;
                }
            }
        }
        return best;
    }
}
