package io.tallygate.clickhouse.compression;

import com.clickhouse.data.ClickHouseCityHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A frame: 16 bytes of checksum over all that follows, then 9 bytes of head (method, size of the frame without its
/// checksum, size of what it holds), then the compressed bytes. Numbers are little-endian.
final class Frame {
    static final int CHECKSUM = 16;
    static final int HEAD = 9;
    static final byte LZ4 = (byte) 0x82;
    static final byte STORED = 0x02;
    /// ClickHouse's own bound is 1 GiB; no client of ours sends frames near this one.
    static final int LARGEST = 64 << 20;

    private Frame() {}

    /// @param frame  its head and compressed bytes lie behind room for the checksum
    static void seal(byte[] frame, int length) {
        long[] hash = ClickHouseCityHash.cityHash128(frame, CHECKSUM, length - CHECKSUM);
        littleEndian(frame).putLong(0, hash[0]).putLong(8, hash[1]);
    }

    static boolean isSealed(byte[] frame, int length) {
        long[] hash = ClickHouseCityHash.cityHash128(frame, CHECKSUM, length - CHECKSUM);
        ByteBuffer head = littleEndian(frame);
        return head.getLong(0) == hash[0] && head.getLong(8) == hash[1];
    }

    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
