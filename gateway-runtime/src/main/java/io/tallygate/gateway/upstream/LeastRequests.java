package io.tallygate.gateway.upstream;

import java.util.List;

/// The power of two choices: asking all for the fewest would send every event loop to the same one at once.
final class LeastRequests extends Balancing {
    LeastRequests(List<Target> targets) {
        super(targets);
    }

    @Override
    int pick(Choice choice, long key, long nowNanos) {
        int one = any(choice, -1, nowNanos);
        int other = one < 0 ? -1 : any(choice, one, nowNanos);
        if (other < 0) {
            return one;
        }
        long loadOfOne = (targets[one].health().active() + 1L) * targets[other].weight();
        long loadOfOther = (targets[other].health().active() + 1L) * targets[one].weight();
        return loadOfOne <= loadOfOther ? one : other;
    }
}
