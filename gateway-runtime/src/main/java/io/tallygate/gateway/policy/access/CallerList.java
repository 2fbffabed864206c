package io.tallygate.gateway.policy.access;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Ids that may, or may not.
record CallerList(Set<UUID> allowed, Set<UUID> denied) {
    CallerList(List<UUID> allowed, List<UUID> denied) {
        this(Set.copyOf(allowed), Set.copyOf(denied));
    }

    boolean isEmpty() {
        return allowed.isEmpty() && denied.isEmpty();
    }

    /// @param high  and low: the halves of an id; the nil UUID is nobody
    boolean admits(long high, long low) {
        if (isEmpty()) {
            return true;
        }
        UUID id = new UUID(high, low);
        return !denied.contains(id) && (allowed.isEmpty() || allowed.contains(id));
    }
}
