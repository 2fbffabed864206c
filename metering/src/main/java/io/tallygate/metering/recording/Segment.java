package io.tallygate.metering.recording;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One file of the journal, mapped. Little endian:
/// ```
/// 0   magic (8) | number (8), 0 when free | 48 bytes of zeros
/// 64  records, each on an 8-byte boundary: length (3) | form (1) | checksum (4) | row
/// ```
/// Length and form, read as one number, are published last, with release semantics: who reads them above 0 reads a
/// whole record. Below 0 it is a void of so many bytes; 0 is "not yet". The checksum covers the row and is mixed with
/// the segment's number, the record's place and its form, so that what an earlier use of the file left behind is never
/// taken for a record, nor a row for one of another form. Files of versions that knew one form have 0 there.
///
/// An object stands for one use of a file: when the file is used again it gets a new number and a new object, and
/// a thread that still holds the old one finds it full for ever.
final class Segment {
    static final int HEADER = 64;
    static final int RECORD_HEADER = 8;
    static final int FULL = -1;
    private static final int LENGTH_BITS = 24;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    private static final long MAGIC = 0x3145474153554754L; // "TGUSAGE1"
    private static final ValueLayout.OfInt LE_INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LE_LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LENGTH = LE_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle CLAIMED;

    static {
        try {
            CLAIMED = MethodHandles.lookup()
                    .findVarHandle(Segment.class, "claimed", long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Path file;
    final long number;
    final int limit;
    /// Of a row.
    final int maxRow;
    private final MemorySegment memory;
    private final Arena arena;

    /// Where the next record goes; past `limit` once somebody found the segment full.
    @SuppressWarnings("unused") // through CLAIMED
    private volatile long claimed;

    /// Where the records end; -1 while records may still come.
    volatile int end = -1;

    /// The segment to go on in when this one is full; set ahead by [SegmentSupply].
    volatile @Nullable Segment next;

    /// Up to where [#forcePublished] came.
    private int forced = HEADER;

    private Segment(Path file, long number, int maxRow, MemorySegment memory, Arena arena, long claimed) {
        this.file = file;
        this.number = number;
        this.maxRow = maxRow;
        this.memory = memory;
        this.arena = arena;
        this.limit = Math.toIntExact(memory.byteSize());
        this.claimed = claimed;
    }

    /// A new file, written with zeros to its full size and forced, so that neither a full disk nor a hole can
    /// surprise an append later.
    static Segment create(Path file, int bytes, int maxRow) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (long at = 0; at < bytes; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
                while (zeros.hasRemaining()) {
                    channel.write(zeros, at + zeros.position());
                }
            }
            channel.force(true);
            return map(file, channel, maxRow);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// A file of any size: how large segments are may have been set otherwise when it was made.
    /// @return null when its making was cut, or it was cut itself before its first record: there is nothing in it
    static @Nullable Segment open(Path file, int bytes, int maxRow) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            boolean isWhole = channel.size() == bytes;
            if (channel.size() < HEADER || !isWhole && !beginsWithMagic(channel)) {
                return null;
            }
            return map(file, channel, maxRow);
        }
    }

    private static boolean beginsWithMagic(FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        return channel.read(first, 0) == 8 && first.getLong(0) == MAGIC;
    }

    private static Segment map(Path file, FileChannel channel, int maxRow) throws IOException {
        Arena arena = arena();
        MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        long number = memory.get(LE_LONG, 0) == MAGIC ? memory.get(LE_LONG, 8) : 0;
        return new Segment(file, number, maxRow, memory, arena, HEADER);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by unmap(), when the file's last use has ended
    private static Arena arena() {
        return Arena.ofShared();
    }

    static int recordSize(int rowBytes) {
        return RECORD_HEADER + rowBytes + 7 & ~7;
    }

    /// The same file, empty, for another use. Nothing of this use may be needed any more. Not forced: what power
    /// loss brings back of the old records has checksums of the old number.
    Segment reuse(long newNumber) {
        memory.set(LE_LONG, 8, 0);
        memory.asSlice(HEADER).fill((byte) 0);
        memory.set(LE_LONG, 0, MAGIC);
        memory.set(LE_LONG, 8, newNumber);
        return new Segment(file, newNumber, maxRow, memory, arena, HEADER);
    }

    /// Takes room for a record.
    /// @return where it goes; [#FULL]; or, for the one thread that found it full first, the segment's end as a
    ///         negative number
    int claim(int size) {
        long at = (long) CLAIMED.getAndAdd(this, (long) size);
        if (at + size <= limit) {
            return (int) at;
        }
        if (at <= limit) {
            end = (int) at; // one thread only gets here: whoever comes later finds `claimed` past the limit
            return (int) -at;
        }
        return FULL;
    }

    /// Writes a record into its claimed room and makes it visible.
    void publish(int at, RowForm form, byte[] row, int length, int rowChecksum) {
        try {
            MemorySegment.copy(row, 0, memory, JAVA_BYTE, at + RECORD_HEADER, length);
            memory.set(LE_INT, at + 4, rowChecksum ^ salt(at, form.code));
            LENGTH.setRelease(memory, (long) at, form.code << LENGTH_BITS | length);
        } catch (Throwable e) {
            // A page that cannot be written (a broken disk): later records must not wait behind this one for ever.
            LENGTH.setRelease(memory, (long) at, -recordSize(length));
            throw e;
        }
    }

    /// Where the next record would go, at most the limit.
    int claimed() {
        return (int) Math.min(claimed, limit);
    }

    boolean isFull() {
        return end >= 0;
    }

    /// @return above 0: a record with so many bytes of row; below 0: a void; 0: nothing (yet)
    int lengthAt(int at) {
        int head = at + RECORD_HEADER <= limit ? (int) LENGTH.getAcquire(memory, (long) at) : 0;
        // a form without a length is damage, and must not look like what is still to come
        return head <= 0 ? head : Math.max(1, head & LENGTH_MASK);
    }

    /// @return  of the record there, in [RowForm#code], if it is undamaged
    int formAt(int at) {
        return memory.get(LE_INT, at) >>> LENGTH_BITS;
    }

    /// Copies a row out and checks it.
    boolean read(int at, int length, byte[] into, int offset, CRC32C checksum) {
        int form = formAt(at);
        if (!RowForm.isKnown(form)
                || !RowForm.of(form).mayBe(length)
                || length > maxRow
                || at + recordSize(length) > limit) {
            return false;
        }
        MemorySegment.copy(memory, JAVA_BYTE, at + RECORD_HEADER, into, offset, length);
        checksum.reset();
        checksum.update(into, offset, length);
        return (int) checksum.getValue() == (memory.get(LE_INT, at + 4) ^ salt(at, form));
    }

    byte[] bytes(int from, int to) {
        return memory.asSlice(from, to - from).toArray(JAVA_BYTE);
    }

    /// Of the record there; 0 when that is damaged.
    long momentMicros(int at) {
        int form = formAt(at);
        if (!RowForm.isKnown(form) || at + recordSize(RowForm.of(form).minBytes) > limit) {
            return 0;
        }
        return memory.get(
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                at + RECORD_HEADER + RowForm.of(form).momentAt);
    }

    /// For recovery: marks bytes that hold no record, so that readers step over them.
    void markVoid(int from, int to) {
        LENGTH.setRelease(memory, (long) from, from - to);
    }

    /// For recovery: records go on from here; what a kill left behind it is wiped.
    void openAt(int at) {
        memory.asSlice(at).fill((byte) 0);
        end = -1;
        CLAIMED.setVolatile(this, (long) at);
    }

    /// For recovery: no more records come here.
    void closeAt(int at) {
        CLAIMED.setVolatile(this, limit + 1L);
        end = at;
    }

    /// Forces the records that were published since the last time. For one thread.
    /// @return  up to where all are on the disk
    int forcePublished() {
        int to = forced;
        for (int length = lengthAt(to); length != 0; length = lengthAt(to)) {
            to += length > 0 ? recordSize(length) : -length;
        }
        if (to > forced) {
            force(forced, to);
            forced = to;
        }
        return to;
    }

    /// Forces a part of the file, and its header with the first.
    void force(int from, int to) {
        memory.asSlice(from, to - from).force();
        if (from == HEADER) {
            memory.asSlice(0, HEADER).force();
        }
    }

    /// Gives the mapping back. A thread that still holds this object finds it full and does not touch the memory.
    void unmap() {
        arena.close();
    }

    void delete() {
        unmap();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int salt(int at, int form) {
        long mixed = (number * 0x9E3779B97F4A7C15L ^ at) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32) ^ form * 0x9E3779B1;
    }

    @Override
    public String toString() {
        return "segment " + number + " (" + file.getFileName() + ")";
    }
}
