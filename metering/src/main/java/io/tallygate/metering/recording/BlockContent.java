package io.tallygate.metering.recording;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one block, those of a form one behind the other. Used again for the next block: what it showed is
/// valid until then.
final class BlockContent {
    /// Rows of one form.
    /// @param digest  SHA-256 of them
    record Part(RowForm form, int rows, ByteBuffer content, byte[] digest) {
        String token() {
            return HexFormat.of().formatHex(digest);
        }
    }

    /// Room for a second of some thousand calls.
    private static final int USUAL_BYTES = 1 << 20;

    private final int maxBytes;
    private final byte[] @Nullable [] rows = new byte[RowForm.count()][];
    private final int[] lengths = new int[RowForm.count()];
    private final int[] counts = new int[RowForm.count()];
    private int bytes;

    /// @param maxBytes  of all rows together
    BlockContent(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void clear() {
        java.util.Arrays.fill(lengths, 0);
        java.util.Arrays.fill(counts, 0);
        bytes = 0;
    }

    boolean hasRoomFor(int length) {
        return length <= maxBytes - bytes;
    }

    /// Where a row of that form would go, from [#lengthOf] on.
    /// @param length  of the row, which [#hasRoomFor] it
    byte[] roomOf(RowForm form, int length) {
        byte[] room = rows[form.code];
        int needed = lengths[form.code] + length;
        if (room == null || room.length < needed) {
            int size = Math.max(Math.max(needed, USUAL_BYTES), room == null ? 0 : 2 * room.length);
            byte[] larger = new byte[Math.min(size, Math.max(needed, maxBytes))];
            if (room != null) {
                System.arraycopy(room, 0, larger, 0, lengths[form.code]);
            }
            rows[form.code] = larger;
            return larger;
        }
        return room;
    }

    /// Gives back what only a full block needed. What it showed is not valid any more.
    void shrink() {
        clear();
        for (int code = 0; code < rows.length; code++) {
            byte[] room = rows[code];
            if (room != null && room.length > USUAL_BYTES) {
                rows[code] = null;
            }
        }
    }

    int lengthOf(RowForm form) {
        return lengths[form.code];
    }

    /// It is there.
    void added(RowForm form, int length) {
        lengths[form.code] += length;
        counts[form.code]++;
        bytes += length;
    }

    int rows() {
        int all = 0;
        for (int count : counts) {
            all += count;
        }
        return all;
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>(1);
        for (int code = 0; code < counts.length; code++) {
            byte[] room = rows[code];
            if (counts[code] > 0 && room != null) {
                parts.add(new Part(
                        RowForm.of(code),
                        counts[code],
                        ByteBuffer.wrap(room, 0, lengths[code]),
                        digest(List.of(ByteBuffer.wrap(room, 0, lengths[code])))));
            }
        }
        return parts;
    }

    /// Of the whole: of the rows of one form it is the digest of its only part, as it was when there was but one
    /// form.
    static byte[] digest(List<ByteBuffer> parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> sha256.update(part.duplicate()));
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
