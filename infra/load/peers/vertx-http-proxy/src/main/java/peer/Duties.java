package peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway does for each call, about as well as the JDK can: SHA-256 of the key looked up, a rate counted, a record of
 * 104 bytes with a checksum into a mapped file that is used again and again. One for each event loop; keys and counts are shared.
 */
final class Duties {
    private static final int RECORD = 104;
    private static final int FILE = 64 << 20;
    private static final long PERIOD_NANOS = 1_000;
    private static final long BURST_NANOS = 1_000_000_000L;

    /** Consumers by the SHA-256 of their key: open addressing over longs. */
    static final class Keys {
        private final int mask;
        private final long[] hashes;
        private final int[] consumers;
        private final AtomicLongArray nextAt;

        private Keys(List<String> keys) {
            int capacity = Integer.highestOneBit(keys.size() * 2 - 1) << 1;
            mask = capacity - 1;
            hashes = new long[capacity * 4];
            consumers = new int[capacity];
            nextAt = new AtomicLongArray(keys.size());
            MessageDigest sha256 = sha256();
            for (int i = 0; i < keys.size(); i++) {
                ByteBuffer hash = ByteBuffer.wrap(sha256.digest(keys.get(i).getBytes(StandardCharsets.US_ASCII)));
                int slot = (int) hash.getLong(0) & mask;
                while (consumers[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                consumers[slot] = i + 1;
                for (int j = 0; j < 4; j++) {
                    hashes[slot * 4 + j] = hash.getLong(j * 8);
                }
            }
        }

        static Keys read(Path file) throws IOException {
            return new Keys(Files.readAllLines(file));
        }

        private int find(ByteBuffer hash) {
            for (int slot = (int) hash.getLong(0) & mask; consumers[slot] != 0; slot = slot + 1 & mask) {
                int at = slot * 4;
                if (hashes[at] == hash.getLong(0)
                        && hashes[at + 1] == hash.getLong(8)
                        && hashes[at + 2] == hash.getLong(16)
                        && hashes[at + 3] == hash.getLong(24)) {
                    return consumers[slot] - 1;
                }
            }
            return -1;
        }
    }

    private final Keys keys;
    private final MessageDigest sha256 = sha256();
    private final byte[] text = new byte[256];
    private final byte[] hash = new byte[32];
    private final ByteBuffer hashWords = ByteBuffer.wrap(hash);
    private final byte[] record = new byte[RECORD];
    private final ByteBuffer recordWords = ByteBuffer.wrap(record);
    private final CRC32C checksum = new CRC32C();
    private final MappedByteBuffer file;
    private long sequence;

    Duties(Keys keys, Path records) throws IOException {
        this.keys = keys;
        try (FileChannel channel = FileChannel.open(
                records, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (long at = 0; at < FILE; at += zeros.capacity()) {
                channel.write(zeros.clear(), at);
            }
            channel.force(true);
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE);
            file.load();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns -1 when nobody has that key. */
    @SuppressWarnings("deprecation") // keys are ASCII, and this copies without a new array
    int consumer(@Nullable String key) {
        if (key == null || key.length() > text.length) {
            return -1;
        }
        key.getBytes(0, key.length(), text, 0);
        sha256.update(text, 0, key.length());
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (java.security.DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        return keys.find(hashWords);
    }

    boolean allows(int consumer) {
        long now = System.nanoTime();
        while (true) {
            long before = keys.nextAt.get(consumer);
            long next = Math.max(before, now) + PERIOD_NANOS;
            if (next - now > BURST_NANOS) {
                return false;
            }
            if (keys.nextAt.compareAndSet(consumer, before, next)) {
                return true;
            }
        }
    }

    void record(int consumer, int status, long startedNanos, long endedNanos) {
        recordWords.putInt(0, RECORD).putLong(8, System.currentTimeMillis()).putLong(16, ++sequence);
        recordWords.putInt(24, consumer).putInt(28, status).putLong(32, endedNanos - startedNanos);
        checksum.reset();
        checksum.update(record, 8, RECORD - 8);
        recordWords.putInt(4, (int) checksum.getValue());
        if (file.remaining() < RECORD) {
            file.clear();
        }
        file.put(record);
    }
}
