package io.tallygate.metering.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file `shipped`: up to where the store has everything, and the block that is on its way. Forced to the disk
/// before it counts. Two places are written in turn, so that a write cut in the middle leaves the one before it.
final class ShippedPosition implements AutoCloseable {
    /// A place in the journal.
    /// @param segment  number of the segment
    record Place(long segment, int offset) implements Comparable<Place> {
        static final Place START = new Place(0, 0);

        @Override
        public int compareTo(Place other) {
            int bySegment = Long.compare(segment, other.segment);
            return bySegment != 0 ? bySegment : Integer.compare(offset, other.offset);
        }
    }

    /// The block on its way: it is this part of the journal and no other, whoever tries it next.
    /// @param digest  SHA-256 of its content
    record Frozen(Place to, int rows, byte[] digest) {}

    private static final int SLOT = 4096;
    private static final int CONTENT = 8 + 12 + 1 + 12 + 4 + 32;

    private final FileChannel channel;
    private long version;
    private Place acknowledged = Place.START;
    private @Nullable Frozen frozen;

    ShippedPosition(Path directory) throws IOException {
        channel = FileChannel.open(
                directory.resolve("shipped"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        read(0);
        read(1);
    }

    Place acknowledged() {
        return acknowledged;
    }

    /// @return null when no block is on its way
    @Nullable
    Frozen frozen() {
        return frozen;
    }

    void freeze(Frozen block) throws IOException {
        write(acknowledged, block);
    }

    /// Everything up to the end of the frozen block is in the store.
    void acknowledge(Place upTo) throws IOException {
        write(upTo, null);
    }

    /// Both at once: the frozen block is in the store, and the next one is frozen.
    void pass(Place upTo, Frozen next) throws IOException {
        write(upTo, next);
    }

    private void write(Place nextAcknowledged, @Nullable Frozen nextFrozen) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(CONTENT + 4);
        content.putLong(version + 1);
        put(content, nextAcknowledged);
        content.put(nextFrozen == null ? (byte) 0 : (byte) 1);
        put(content, nextFrozen == null ? Place.START : nextFrozen.to);
        content.putInt(nextFrozen == null ? 0 : nextFrozen.rows);
        content.put(nextFrozen == null ? new byte[32] : nextFrozen.digest);
        content.putInt(checksum(content.array()));
        content.flip();
        long at = (version + 1) % 2 * SLOT;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
        channel.force(false);
        version++;
        acknowledged = nextAcknowledged;
        frozen = nextFrozen;
    }

    private void read(int slot) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(CONTENT + 4);
        if (channel.read(content, (long) slot * SLOT) < content.capacity()) {
            return;
        }
        content.flip();
        long slotVersion = content.getLong();
        Place slotAcknowledged = place(content);
        boolean isFrozen = content.get() == 1;
        Place to = place(content);
        int rows = content.getInt();
        byte[] digest = new byte[32];
        content.get(digest);
        if (content.getInt() == checksum(content.array()) && slotVersion > version) {
            version = slotVersion;
            acknowledged = slotAcknowledged;
            frozen = isFrozen ? new Frozen(to, rows, digest) : null;
        }
    }

    private static void put(ByteBuffer content, Place place) {
        content.putLong(place.segment).putInt(place.offset);
    }

    private static Place place(ByteBuffer content) {
        return new Place(content.getLong(), content.getInt());
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(Arrays.copyOf(content, CONTENT));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
