package io.tallygate.gateway.counter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All counts of all limits of this process, in mapped files below one directory; a table for each limit.
public final class LimitCounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitCounts.class);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /// In the file of the clock: the clock, the installation's secret (16), how many instances there were.
    private static final int SECRET = SteadyClock.SIZE;

    private static final int INSTANCES = SECRET + 16;
    private static final int CLOCK_FILE = 4096;

    private static final int SPAN_RECORD = 32;

    /// How often counts are looked at that may say nothing any more.
    private static final long SWEEP_NANOS = 10_000_000_000L;

    /// How soon at the earliest more records are laid down when many are taken at once.
    private static final int SOON_MILLIS = 5;

    /// Octets that the records of one size may take on disk.
    private static final long MOST = 256L << 20;

    private final FileChannel clockFile;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment clockRecord;
    private final SteadyClock clock;
    private final @Nullable GroupCounts group;
    private final Bounds bounds;
    private final Map<Integer, MappedRecords> records = new HashMap<>();
    private final ConcurrentHashMap<Identity, Left> left = new ConcurrentHashMap<>();
    private final Map<String, WeakReference<CountTable>> tables = new HashMap<>();

    /// Those that hold a count, so that they are found again although no limit holds them for a moment.
    private final Set<CountTable> counting = ConcurrentHashMap.newKeySet();

    /// Has a permit when there is something to tend before the next second.
    private final Semaphore wanted = new Semaphore(0);

    private final Thread tending;
    private volatile boolean closed;

    private record Identity(long high, long low) {}

    /// What a process before left, until a limit asks for it.
    private record Left(MappedRecords home, MemorySegment record) {}

    /// What is told when a bound is hit.
    public interface Bounds {
        Bounds NONE = new Bounds() {};

        /// A limit has more keys than it may; the one that was asked for longest ago is forgotten.
        default void keyForgotten() {}

        /// A key is longer than what is looked at of it.
        default void keyCut() {}

        /// There is no room on disk for another count; it will not outlive the process.
        default void notRemembered() {}
    }

    private LimitCounts(
            Path directory,
            LongSupplier nanos,
            LongSupplier millis,
            Bounds bounds,
            java.util.function.@Nullable Supplier<SharedCounters> shared)
            throws IOException {
        this.bounds = bounds;
        Files.createDirectories(directory);
        clockFile = FileChannel.open(
                directory.resolve("clock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (clockFile.tryLock() == null) {
            clockFile.close();
            throw new IllegalStateException("another process counts in " + directory);
        }
        if (clockFile.size() < CLOCK_FILE) {
            clockFile.write(ByteBuffer.allocate(CLOCK_FILE), 0);
        }
        clockRecord = clockFile.map(FileChannel.MapMode.READ_WRITE, 0, CLOCK_FILE, arena);
        if (clockRecord.get(LONG, SECRET) == 0) {
            SecureRandom random = new SecureRandom();
            clockRecord.set(LONG, SECRET + 8, random.nextLong());
            clockRecord.set(LONG, SECRET, random.nextLong() | 1);
        }
        clock = new SteadyClock(clockRecord, SteadyClock.boot(), nanos, millis);
        for (int size : new int[] {
            SPAN_RECORD,
            BucketCount.RECORD,
            SlidingCount.RING + 8 * 16,
            SlidingCount.RING + 8 * 64,
            SlidingCount.RING + 8 * SlidingCount.MOST_GROUPS
        }) {
            open(directory.resolve("counts-" + size), size);
        }
        group = shared == null ? null : new GroupCounts(shared.get(), clock, (int) clockRecord.get(LONG, INSTANCES));
        tending = new Thread(this::tend, "limit-counts");
        tending.setDaemon(true);
    }

    private void open(Path path, int size) throws IOException {
        List<Identity> identities = new ArrayList<>();
        List<MemorySegment> found = new ArrayList<>();
        MappedRecords home =
                new MappedRecords(path, arena, size, MOST, clock.now(), this::tendSoon, (high, low, record) -> {
                    identities.add(new Identity(high, low));
                    found.add(record);
                });
        for (int i = 0; i < found.size(); i++) {
            left.put(identities.get(i), new Left(home, found.get(i)));
        }
        home.tend(clock.now());
        records.put(size, home);
    }

    public static LimitCounts open(Path directory, Bounds bounds) {
        return open(directory, bounds, null);
    }

    /// @param shared  opens the store that the group counts in; null: this instance is alone
    public static LimitCounts open(
            Path directory, Bounds bounds, java.util.function.@Nullable Supplier<SharedCounters> shared) {
        return open(directory, System::nanoTime, System::currentTimeMillis, bounds, shared);
    }

    static LimitCounts open(
            Path directory,
            LongSupplier nanos,
            LongSupplier millis,
            Bounds bounds,
            java.util.function.@Nullable Supplier<SharedCounters> shared) {
        try {
            LimitCounts counts = new LimitCounts(directory, nanos, millis, bounds, shared);
            counts.tending.start();
            if (counts.group != null) {
                counts.group.start();
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException("limit counts in " + directory + ": " + e.getMessage(), e);
        }
    }

    public SteadyClock clock() {
        return clock;
    }

    public @Nullable GroupCounts group() {
        return group;
    }

    /// The counts of one limit; the same table for the same limit as long as anybody holds it.
    /// @param identity   tells the limit from all others of the group
    /// @param allowance  its kind and length; of a quota the units may differ from key to key
    /// @param mostKeys   more are forgotten, oldest first
    /// @param sharing    null: this instance alone counts, also in a group
    public synchronized CountTable table(
            String identity, Allowance allowance, int mostKeys, @Nullable Sharing sharing) {
        String whole = identity + "\n" + allowance.identity() + "\n" + sharing;
        WeakReference<CountTable> known = tables.get(whole);
        CountTable table = known == null ? null : known.get();
        if (table == null) {
            byte[] seed = sha256(ByteBuffer.allocate(16 + whole.getBytes(UTF_8).length)
                    .putLong(clockRecord.get(LONG, SECRET))
                    .putLong(clockRecord.get(LONG, SECRET + 8))
                    .put(whole.getBytes(UTF_8))
                    .array());
            ByteBuffer words = ByteBuffer.wrap(seed);
            Sharing shared = group == null ? null : sharing;
            table = new CountTable(this, whole, words.getLong(), words.getLong(), mostKeys, shared);
            tables.put(whole, new WeakReference<>(table));
        }
        table.most(mostKeys);
        return table;
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A key was longer than what is looked at of it.
    public void keyCut() {
        bounds.keyCut();
    }

    void holds(CountTable table) {
        counting.add(table);
    }

    Count count(long high, long low, CountTable table, CountKey key, Allowance allowance) {
        long steady = clock.now();
        int size = size(allowance);
        Left before = left.remove(new Identity(high, low));
        MemorySegment record = before == null ? null : before.record;
        if (record == null) {
            record = of(size).take(high, low, steady + 1_000_000_000L);
        }
        if (record == null) {
            bounds.notRemembered();
            record = MemorySegment.ofArray(new long[size / 8]);
        }
        Lease lease = lease(table, key, allowance);
        Count count = switch (allowance) {
            case Allowance.Fixed fixed -> new SpanCount(high, low, record, fixed, lease);
            case Allowance.Quota quota -> new SpanCount(high, low, record, quota, lease, clock.wallMillis());
            case Allowance.Sliding sliding -> new SlidingCount(high, low, record, sliding, lease);
            case Allowance.Bucket bucket -> new BucketCount(high, low, record, bucket, lease);
        };
        if (lease != null) {
            lease.of(count);
        }
        return count;
    }

    private static int size(Allowance allowance) {
        return switch (allowance) {
            case Allowance.Fixed _, Allowance.Quota _ -> SPAN_RECORD;
            case Allowance.Bucket _ -> BucketCount.RECORD;
            case Allowance.Sliding sliding -> SlidingCount.recordSize(sliding);
        };
    }

    private MappedRecords of(int size) {
        MappedRecords home = records.get(size);
        if (home == null) {
            throw new IllegalStateException("no records of " + size);
        }
        return home;
    }

    private @Nullable Lease lease(CountTable table, CountKey key, Allowance allowance) {
        Sharing sharing = table.sharing();
        GroupCounts shared = group;
        if (sharing == null || shared == null) {
            return null;
        }
        byte[] octets = Arrays.copyOf(key.octets(), key.length());
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String limit =
                base64.encodeToString(Arrays.copyOf(sha256(table.identity().getBytes(UTF_8)), 12));
        String name = limit + ":" + base64.encodeToString(octets.length <= 48 ? octets : sha256(octets));
        long hold = switch (allowance) {
            case Allowance.Quota _ -> Long.MAX_VALUE;
            case Allowance.Fixed fixed -> fixed.seconds() * 1_000_000_000L;
            case Allowance.Sliding sliding -> sliding.seconds() * 1_000_000_000L;
            case Allowance.Bucket bucket -> BucketCount.nanosToDry(bucket, bucket.burst());
        };
        return new Lease(shared, sharing, name, hold);
    }

    void evicted(Count count) {
        bounds.keyForgotten();
        ended(count);
    }

    void ended(Count count) {
        if (count.lease != null) {
            count.lease.retire();
        }
        if (count.record.isMapped()) {
            of(size(count.allowance())).giveBack(count.record, clock.now());
        }
    }

    private void tendSoon() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    private void tend() {
        long nextSweep = System.nanoTime() + SWEEP_NANOS;
        while (!closed) {
            try {
                keep();
                if (System.nanoTime() - nextSweep >= 0) {
                    nextSweep = System.nanoTime() + SWEEP_NANOS;
                    sweep();
                }
            } catch (RuntimeException fault) {
                LOG.error("Fault while tending the counts of limits", fault);
            }
            try {
                if (wanted.tryAcquire(1, TimeUnit.SECONDS)) {
                    wanted.drainPermits();
                    Thread.sleep(SOON_MILLIS); // not once for each call where the file has grown as far as it may
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    void tendOnce() {
        keep();
        sweep();
    }

    private void keep() {
        clock.keep();
        long now = clock.now();
        if (group != null && !group.isLost()) {
            clockRecord.set(LONG, INSTANCES, group.instances());
        }
        records.values().forEach(home -> home.tend(now));
    }

    private void sweep() {
        long now = clock.now();
        left.forEach((identity, one) -> {
            if (one.record.get(LONG, MappedRecords.HOLDS_UNTIL) <= now && left.remove(identity, one)) {
                one.home.giveBack(one.record, now);
            }
        });
        List<CountTable> all = new ArrayList<>();
        synchronized (this) {
            tables.values().removeIf(reference -> reference.refersTo(null));
            for (WeakReference<CountTable> reference : tables.values()) {
                CountTable table = reference.get();
                if (table != null) {
                    all.add(table);
                }
            }
        }
        all.forEach(table -> table.sweep(now, clock.wallMillis()));
        counting.removeIf(CountTable::isEmpty);
    }

    /// Puts what is counted by now onto the disk, for a machine that loses power.
    public void force() {
        clock.keep();
        clockRecord.force();
        records.values().forEach(MappedRecords::force);
    }

    @Override
    public void close() {
        closed = true;
        tending.interrupt();
        try {
            tending.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (group != null) {
            group.close();
        }
        force();
        arena.close();
        records.values().forEach(MappedRecords::close);
        try {
            clockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
