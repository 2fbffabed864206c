package io.tallygate.cli.accesslog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How often each line has been seen: of lines that are equal to the octet, the first is number 0, the next number 1,
/// in whatever order they come. Sixteen octets a different line in a file that the system pages in and out, so a log
/// may be much longer than there is memory; many small tables instead of a large one, so that none is ever copied as a
/// whole. Two lines are taken for equal by ninety-six bits of their SHA-256.
final class Occurrences implements AutoCloseable {
    private static final int TABLES = 1024;
    private static final int FIRST_SLOTS = 16;
    private static final int SLOT = 16;
    private static final long MAPPED = 1L << 26;

    private final Path file;
    private final FileChannel channel;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment[] tables = new MemorySegment[TABLES];
    private final int[] used = new int[TABLES];
    private final MessageDigest digest;
    private MemorySegment room = MemorySegment.NULL;
    private long end;

    /// @param directory  for a file that is gone when this is closed
    Occurrences(Path directory) throws IOException {
        file = Files.createTempFile(directory, "tallygate-lines-", ".tmp");
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (int i = 0; i < TABLES; i++) {
            tables[i] = take(FIRST_SLOTS * SLOT);
        }
    }

    /// @param line  its octets, without the line's end
    /// @return      the same for this occurrence of this line, wherever it stands
    String id(byte[] line) throws IOException {
        byte[] hash = digest.digest(line);
        int number = count(ByteBuffer.wrap(hash));
        return HexFormat.of().formatHex(hash, 0, 16) + "-" + number;
    }

    private int count(ByteBuffer hash) throws IOException {
        int table = hash.getInt(12) & TABLES - 1;
        if (used[table] * 10L > tables[table].byteSize() / SLOT * 7) {
            grow(table);
        }
        MemorySegment slots = tables[table];
        long at = place(slots, hash.getLong(0), hash.getInt(8));
        int seen = slots.get(ValueLayout.JAVA_INT, at + 12);
        if (seen == 0) {
            used[table]++;
            slots.set(ValueLayout.JAVA_LONG, at, hash.getLong(0));
            slots.set(ValueLayout.JAVA_INT, at + 8, hash.getInt(8));
        }
        slots.set(ValueLayout.JAVA_INT, at + 12, seen + 1);
        return seen;
    }

    /// Of the line, or where it would be: a slot that was seen 0 times is free.
    private static long place(MemorySegment slots, long first, int second) {
        long mask = slots.byteSize() / SLOT - 1;
        long slot = first & mask;
        while (true) {
            long at = slot * SLOT;
            boolean isFree = slots.get(ValueLayout.JAVA_INT, at + 12) == 0;
            if (isFree
                    || slots.get(ValueLayout.JAVA_LONG, at) == first
                            && slots.get(ValueLayout.JAVA_INT, at + 8) == second) {
                return at;
            }
            slot = slot + 1 & mask;
        }
    }

    private void grow(int table) throws IOException {
        MemorySegment old = tables[table];
        MemorySegment larger = take(old.byteSize() * 2);
        for (long at = 0; at < old.byteSize(); at += SLOT) {
            if (old.get(ValueLayout.JAVA_INT, at + 12) != 0) {
                long to = place(larger, old.get(ValueLayout.JAVA_LONG, at), old.get(ValueLayout.JAVA_INT, at + 8));
                MemorySegment.copy(old, at, larger, to, SLOT);
            }
        }
        tables[table] = larger;
    }

    private MemorySegment take(long bytes) throws IOException {
        if (room.byteSize() < bytes) {
            long mapped = Math.max(MAPPED, bytes);
            room = channel.map(FileChannel.MapMode.READ_WRITE, end, mapped, arena);
            end += mapped;
        }
        MemorySegment taken = room.asSlice(0, bytes);
        room = room.asSlice(bytes);
        return taken;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
        Files.deleteIfExists(file);
    }
}
