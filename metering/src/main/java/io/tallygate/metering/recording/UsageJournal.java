package io.tallygate.metering.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts calls on disk before their responses end. Reserve before the call goes upstream, append when it has
/// ended:
/// ```
/// if (!journal.reserve()) return serviceUnavailable();
/// journal.nextId(draft);                       // the call's X-Request-Id
/// …                                            // the upstream answers; a call that is not to be counted: release()
/// journal.append(draft);                       // and only then the response's last byte
/// ```
/// Any number of threads may do so: no locks, nothing is allocated, and no system call unless a page is touched
/// first. A record is in memory mapped from a file when [#append] returns: a kill cannot lose it. Loss of power
/// can lose what was not forced to the disk, see [JournalSettings#syncInterval].
public final class UsageJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);
    private static final long SEQUENCE_MASK = (1L << 54) - 1;
    /// What is reserved for a call.
    private static final int CALL = Segment.recordSize(UsageRow.MAX_BYTES);

    private static final long MAX_SEAL_AHEAD_MICROS = 10_000_000;
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup()
                    .findVarHandle(UsageJournal.class, "current", Segment.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final JournalDirectory directory;
    private final JournalSettings settings;
    private final LongSupplier clockMicros;
    private final ShippedPosition position;
    private final SegmentSupply supply;
    private final UsageRow rows;
    private final UnshippedRecords unshipped;
    private final long recoveredRecords;
    private final long voidBytes;
    private final long idHigh;
    private final long idLowBase;
    private final AtomicLong sequence;

    /// Bytes that may still be reserved; below zero for a moment while a reservation is refused.
    private final AtomicLong room = new AtomicLong();

    private final LongAdder appendedRecords = new LongAdder();
    private final LongAdder refusedReservations = new LongAdder();
    private final ThreadLocal<Scratch> scratch;

    /// Of the largest record.
    private final int maxRecord;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Segment current;

    /// For [#lookAtRoom] alone.
    private boolean saidNear;

    /// No record that is claimed from now on ends before this moment; see [#seal].
    private volatile long sealedMicros = Long.MIN_VALUE;

    /// Another process, or another part of this one, has the directory open.
    public static final class InUse extends IllegalStateException {
        InUse(String message) {
            super(message);
        }
    }

    private static final class Scratch {
        final byte[] row = new byte[UsageRow.MAX_BYTES];
        final CRC32C crc = new CRC32C();

        int checksum(byte[] row, int length) {
            crc.reset();
            crc.update(row, 0, length);
            return (int) crc.getValue();
        }
    }

    /// Locks the directory, recovers what an earlier process left, and begins the next boot.
    /// @throws InUse                 when another process has it
    /// @throws UncheckedIOException  when the directory cannot be read or written, or is full of unshipped
    ///         records
    public static UsageJournal open(Path directory, JournalSettings settings) {
        return open(directory, settings, UsageJournal::nowMicros);
    }

    static UsageJournal open(Path path, JournalSettings settings, LongSupplier clockMicros) {
        try {
            JournalDirectory directory = JournalDirectory.open(path);
            try {
                return new UsageJournal(directory, settings, clockMicros);
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("usage journal in " + path + ": " + e.getMessage(), e);
        }
    }

    private UsageJournal(JournalDirectory directory, JournalSettings settings, LongSupplier clockMicros)
            throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.clockMicros = clockMicros;
        this.rows = new UsageRow(settings.gatewayGroup(), directory.instanceText(), settings.region());
        this.scratch = ThreadLocal.withInitial(Scratch::new);
        this.maxRecord = Segment.recordSize(settings.maxRowBytes());
        this.position = new ShippedPosition(directory.path);
        this.supply = new SegmentSupply(directory, settings, room);
        this.idHigh = directory.instance << 16 | 8L << 12 | directory.boot >>> 8;
        this.idLowBase = 0b10L << 62 | (directory.boot & 0xFFL) << 54;
        // Begins at the clock's microseconds: also a disk put back to an earlier state, with its earlier boot number,
        // goes
        // on with ids of its own.
        this.sequence = new AtomicLong(clockMicros.getAsLong());

        Recovery recovery = recover();
        this.recoveredRecords = recovery.records;
        this.voidBytes = recovery.voidBytes;
        this.current = recovery.current;
        this.unshipped = new UnshippedRecords(directory.path, position, supply, recovery.oldest);
        supply.start(() -> current, this::lookAtRoom);
        LOG.info(
                "Usage journal in {}: instance {}, boot {}, {} records to ship from before, {} void bytes",
                directory.path,
                directory.instanceText(),
                directory.boot,
                recoveredRecords,
                voidBytes);
    }

    private record Recovery(Segment oldest, Segment current, long records, long voidBytes) {}

    private Recovery recover() throws IOException {
        ShippedPosition.Place acknowledged = position.acknowledged();
        supply.numbersUsed(acknowledged.segment());
        List<Segment> used = new ArrayList<>();
        for (Path file : directory.segmentFiles()) {
            Segment segment = Segment.open(file, settings.segmentBytes(), settings.maxRowBytes());
            if (segment == null) {
                Files.delete(file);
                continue;
            }
            if (segment.number == 0 || segment.number < acknowledged.segment()) {
                supply.addFree(segment);
            } else {
                used.add(segment);
            }
        }
        used.sort(Comparator.comparingLong(segment -> segment.number));
        long records = 0;
        long voidBytes = 0;
        Segment oldest = null;
        Segment last = null;
        for (Segment segment : used) {
            SegmentScan scan = SegmentScan.repair(segment);
            int from = segment.number == acknowledged.segment() ? acknowledged.offset() : Segment.HEADER;
            if (scan.records() == 0 || scan.end() < from) {
                supply.addFree(segment); // empty, or power was lost before records that the store has were on the disk
                continue;
            }
            records += SegmentScan.count(segment, from, scan.end());
            voidBytes += scan.voidBytes();
            segment.closeAt(scan.end());
            supply.addUsed(segment);
            oldest = oldest == null ? segment : oldest;
            last = segment;
        }
        if (last == null) {
            last = supply.first();
        } else if (last.end + maxRecord <= last.limit) {
            int end = last.end;
            last.openAt(end);
            room.addAndGet(SegmentSupply.roomOf(last) - (end - Segment.HEADER));
        } // else it is full, and the supply puts the next one behind it when there is room
        return new Recovery(oldest == null ? last : oldest, last, records, voidBytes);
    }

    /// 12 hexadecimal digits: the first 48 bits of every id given out here.
    public String instance() {
        return directory.instanceText();
    }

    /// Room for one record. Never blocks.
    /// @return false when the journal is full (the caller answers 503)
    public boolean reserve() {
        return reserve(CALL);
    }

    private boolean reserve(long bytes) {
        if (room.getAndAdd(-bytes) >= bytes) {
            return true;
        }
        room.getAndAdd(bytes);
        refusedReservations.increment();
        return false;
    }

    /// Puts several rows on disk one behind the other, all of them or none. As for a call: a killed process cannot
    /// lose them then. Not for event loops: it is as long as its rows.
    /// @return false when the journal is full
    public boolean append(List<Row> all) {
        long bytes = 0;
        for (Row row : all) {
            if (row.bytes.length > settings.maxRowBytes()) {
                throw new IllegalArgumentException("a row of " + row.bytes.length + " bytes");
            }
            bytes += Segment.recordSize(row.bytes.length);
        }
        if (!reserve(bytes)) {
            return false;
        }
        Scratch own = scratch.get();
        for (Row row : all) {
            append(own, row.form, row.bytes, row.bytes.length, Segment.recordSize(row.bytes.length));
        }
        return true;
    }

    /// A row whose instance and group are this journal's.
    /// @param bytes  nobody else's
    public record Row(RowForm form, byte[] bytes) {}

    public Row row(EventRow.Values event) {
        return new Row(RowForm.EVENT, EventRow.encode(event, settings.gatewayGroup(), instance()));
    }

    public Row row(DeadLetterRow.Values letter) {
        return new Row(RowForm.DEAD_LETTER, DeadLetterRow.encode(letter, settings.gatewayGroup(), instance()));
    }

    /// Gives back a reservation that will not be used.
    public void release() {
        room.getAndAdd(CALL);
    }

    /// Sets `idHigh` and `idLow` to an id that no other call has or will have: a UUID of version 8 made of 48
    /// bits instance, 20 bits boot and 54 bits sequence.
    public void nextId(UsageDraft into) {
        into.idHigh = idHigh;
        into.idLow = nextIdLow();
    }

    /// As [#nextId(UsageDraft)].
    public UUID nextId() {
        return new UUID(idHigh, nextIdLow());
    }

    private long nextIdLow() {
        return idLowBase | sequence.getAndIncrement() & SEQUENCE_MASK;
    }

    /// Uses one reservation. When it returns, the record is in mapped memory: a killed process cannot lose it.
    ///
    /// The end that is recorded may be some microseconds later than the draft's: never earlier than a moment up
    /// to which this instance has already called itself complete.
    public void append(UsageDraft draft) {
        Scratch own = scratch.get();
        append(own, RowForm.CALL, own.row, rows.encode(draft, own.row), CALL);
    }

    /// @param reserved  what was taken for it, of which the rest comes back
    private void append(Scratch own, RowForm form, byte[] row, int length, int reserved) {
        int checksum = own.checksum(row, length);
        int size = Segment.recordSize(length);
        while (true) {
            Segment segment = current;
            int at = segment.claim(size);
            if (at < 0) {
                goOnFrom(segment, at);
                continue;
            }
            long sealed = sealedMicros; // read after the claim: see seal()
            long moment = RowBytes.getLong(row, form.momentAt);
            if (moment < sealed && moment >= sealed - MAX_SEAL_AHEAD_MICROS) { // else the clock was put back
                RowBytes.setLong(row, form.momentAt, sealed);
                checksum = own.checksum(row, length);
            }
            segment.publish(at, form, row, length, checksum);
            if (reserved != size) {
                room.getAndAdd(reserved - size);
            }
            appendedRecords.increment();
            return;
        }
    }

    /// Whether whoever appends has to wait for the disk before it says that something is recorded: [#whenForced].
    public boolean forcesEachRecord() {
        return settings.sync() == SyncPolicy.RECORD;
    }

    /// From any thread, which is not held up.
    /// @param then  on a thread of the journal's, short, as soon as the disk has all that was appended before
    public void whenForced(Runnable then) {
        Segment segment = current;
        supply.whenForced(new ShippedPosition.Place(segment.number, segment.claimed()), then);
    }

    /// The next segment has been there since the reservation was made: nobody waits here.
    private void goOnFrom(Segment full, int claim) {
        if (claim != Segment.FULL) { // found full by this thread first: what the segment held beyond its sure room
            room.getAndAdd(-claim - Segment.HEADER - SegmentSupply.roomOf(full));
        }
        Segment next = full.next;
        if (next == null) {
            throw new IllegalStateException("append without a reservation");
        }
        if (CURRENT.compareAndSet(this, full, next)) {
            supply.wake();
        }
    }

    /// A moment, and the place behind the last record that may have ended before it.
    record Seal(Instant moment, ShippedPosition.Place place) {}

    /// Seals the time up to now: records that end before the moment lie before the place, all others get a later
    /// end. That holds because a record claims its room first and looks at the sealed moment second, and here it
    /// is the other way round: what the place does not cover was claimed later, so it sees the moment.
    ///
    /// A clock that was put back by more than ten seconds takes the sealed moment back with it: better a
    /// completeness that is said anew than hours of calls at one moment.
    Seal seal() {
        long now = clockMicros.getAsLong();
        long sealed = sealedMicros;
        if (sealed < now || sealed - now > MAX_SEAL_AHEAD_MICROS) {
            sealed = now;
            sealedMicros = now;
        }
        Segment segment = current;
        return new Seal(
                Instant.EPOCH.plus(sealed, ChronoUnit.MICROS),
                new ShippedPosition.Place(segment.number, segment.claimed()));
    }

    UnshippedRecords unshipped() {
        return unshipped;
    }

    String gatewayGroup() {
        return settings.gatewayGroup();
    }

    /// Counts up with every start of the instance.
    int boot() {
        return directory.boot;
    }

    public JournalState state() {
        long acknowledged = unshipped.acknowledgedRecords();
        long appended = appendedRecords.sum();
        long used = usedBytes();
        long oldest = unshipped.oldestMicros();
        return new JournalState(
                used,
                settings.maxBytes(),
                used > settings.warnRatio() * settings.maxBytes(),
                room.get() < maxRecord,
                appended,
                acknowledged,
                recoveredRecords + appended - acknowledged,
                refusedReservations.sum(),
                recoveredRecords,
                voidBytes,
                oldest == 0 ? null : Instant.EPOCH.plus(oldest, ChronoUnit.MICROS));
    }

    /// Says aloud, once, that the disk's bound comes near, and that it does no more.
    private void lookAtRoom() {
        long used = usedBytes();
        boolean near = used > settings.warnRatio() * settings.maxBytes();
        if (near && !saidNear) {
            LOG.warn(
                    "The usage journal in {} takes {} MiB of the {} MiB that it may; at its bound it refuses",
                    directory.path,
                    used >> 20,
                    settings.maxBytes() >> 20);
        } else if (!near && saidNear) {
            LOG.info("The usage journal in {} has room again", directory.path);
        }
        saidNear = near;
    }

    private long usedBytes() {
        Segment last = current;
        long bytes = 0;
        for (Segment segment = unshipped.oldestSegment(); segment != null && segment != last; segment = segment.next) {
            bytes += segment.limit;
        }
        return bytes + last.claimed();
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /// Forces everything to the disk and lets go of the directory. Close the shipper first; nobody may append any
    /// more.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            supply.close();
            for (Segment segment = unshipped.oldestSegment(); segment != null; segment = segment.next) {
                segment.unmap();
            }
            position.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
