package io.tallygate.portal.gatewayconfig;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Hands the newest batch of each group from the one listener of this portal to all open responses. Nothing
/// queues here: a response that is behind reads what it missed from the database, so a slow reader holds no
/// memory.
@ApplicationScoped
public class LiveChanges {
    private final Map<UUID, Group> groups = new ConcurrentHashMap<>();

    /// The newest changes of a group.
    /// @param from   a reader that is exactly here needs only `lines`
    /// @param to     the group's revision
    /// @param lines  `begin` to `commit`; null when they are too many to share
    /// @param era    changes when the group's revision went back, as it does when a database is restored
    @SuppressWarnings("ArrayRecordComponent") // shared, never changed and never compared
    public record Batch(long from, long to, byte @Nullable [] lines, long era) {}

    private static final Batch NONE = new Batch(0, 0, null, 0);

    private static final class Group {
        private Batch newest = NONE;
    }

    /// @param from  the revision that was newest before
    public void announce(UUID group, long from, long to, byte @Nullable [] lines) {
        Group entry = group(group);
        synchronized (entry) {
            long era = to < entry.newest.to() ? entry.newest.era() + 1 : entry.newest.era();
            entry.newest = new Batch(from, to, lines, era);
            entry.notifyAll();
        }
    }

    public long era(UUID group) {
        return newest(group).era();
    }

    /// Waits for something newer than a reader has.
    /// @return  null when nothing came in time; a batch of another era means that the reader must start again
    public @Nullable Batch awaitAfter(UUID group, long revision, long era, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Group entry = group(group);
        synchronized (entry) {
            while (entry.newest.to() <= revision && entry.newest.era() == era) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return null;
                }
                entry.wait(millis);
            }
            return entry.newest;
        }
    }

    private Batch newest(UUID group) {
        Group entry = group(group);
        synchronized (entry) {
            return entry.newest;
        }
    }

    private Group group(UUID group) {
        return groups.computeIfAbsent(group, id -> new Group());
    }
}
