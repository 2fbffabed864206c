package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.compression.ContentCoding;
import io.tallygate.clickhouse.compression.FrameOutput;
import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.engine.EngineResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A result on its way out. Its first part is held back, so that a statement that fails early gets an error's status,
/// and a small answer its length and its true figures; what comes after is passed on as it is computed.
final class ResultBody {
    private static final int SLICE = 1 << 16;

    /// Where blocks come from; null after the last.
    interface Blocks {
        @Nullable
        EngineResult next() throws EngineException;
    }

    private final Blocks blocks;
    private final boolean frames;
    private final ContentCoding coding;
    private final HeldBack held = new HeldBack();
    private final boolean toItsEnd;
    private final byte[] slice = new byte[SLICE];
    private @Nullable EngineResult pending;

    /// @param toItsEnd  hold back all of it, however large, so that any failure has an error's status
    ResultBody(Blocks blocks, boolean frames, ContentCoding coding, boolean toItsEnd) {
        this.blocks = blocks;
        this.frames = frames;
        this.coding = coding;
        this.toItsEnd = toItsEnd;
    }

    /// @return  whether all of it is in memory
    boolean begin() throws EngineException, IOException {
        for (EngineResult block = blocks.next(); block != null; block = blocks.next()) {
            if (!toItsEnd && !held.hasRoomInMemory(block.bytes().byteSize())) {
                pending = block;
                return false;
            }
            try (EngineResult one = block) {
                copy(one.bytes(), held);
            }
        }
        return held.isInMemory();
    }

    /// After [#begin] returned true.
    byte[] whole() throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = encoding(encoded)) {
            held.writeTo(out);
        }
        return encoded.toByteArray();
    }

    /// After [#begin] returned false. What fails now can be told in the body only, in the form that ClickHouse's
    /// clients
    /// look for, and the caller must then cut the connection instead of ending the answer properly.
    /// @param tag      as in the answer's `X-ClickHouse-Exception-Tag`
    /// @param version  for the error's text
    /// @return         what it failed with, or null
    @Nullable
    EngineException writeTo(OutputStream raw, String tag, String version) throws IOException {
        OutputStream out = encoding(raw);
        try {
            held.writeTo(out);
            EngineResult block = pending;
            pending = null;
            while (block != null) {
                try (EngineResult one = block) {
                    copy(one.bytes(), out);
                }
                block = blocks.next();
            }
            out.close();
            return null;
        } catch (EngineException e) {
            out.write(told(e, tag, version));
            out.flush();
            return e;
        }
    }

    /// Frees what was computed and will not be sent.
    void discard() throws IOException {
        held.close();
        if (pending != null) {
            pending.close();
            pending = null;
        }
    }

    private static byte[] told(EngineException e, String tag, String version) {
        String message = Answers.errorText(e, version);
        int length = message.getBytes(StandardCharsets.UTF_8).length;
        return ("\r\n__exception__\r\n" + tag + "\r\n" + message + "\r\n" + length + " " + tag
                        + "\r\n__exception__\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private OutputStream encoding(OutputStream out) throws IOException {
        OutputStream coded = coding.encode(out);
        return frames ? new FrameOutput(coded) : coded;
    }

    private void copy(MemorySegment bytes, OutputStream out) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += SLICE) {
            int size = (int) Math.min(SLICE, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, slice, 0, size);
            out.write(slice, 0, size);
        }
    }
}
