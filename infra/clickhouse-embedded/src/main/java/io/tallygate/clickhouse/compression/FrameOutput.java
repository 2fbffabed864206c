package io.tallygate.clickhouse.compression;

import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/// Writes compressed frames of up to 1 MiB of content. A flush ends the current frame.
public final class FrameOutput extends OutputStream {
    private static final LZ4Compressor LZ4 = LZ4Factory.fastestInstance().fastCompressor();
    private static final int CONTENT = 1 << 20;

    private final OutputStream out;
    private final byte[] content = new byte[CONTENT];
    private final byte[] frame = new byte[Frame.CHECKSUM + Frame.HEAD + LZ4.maxCompressedLength(CONTENT)];
    private int size;

    public FrameOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, CONTENT - size);
            System.arraycopy(bytes, offset + at, content, size, part);
            size += part;
            at += part;
            if (size == CONTENT) {
                endFrame();
            }
        }
    }

    private void endFrame() throws IOException {
        if (size == 0) {
            return;
        }
        int start = Frame.CHECKSUM + Frame.HEAD;
        int compressed = LZ4.compress(content, 0, size, frame, start, frame.length - start);
        Frame.littleEndian(frame)
                .put(Frame.CHECKSUM, Frame.LZ4)
                .putInt(Frame.CHECKSUM + 1, compressed + Frame.HEAD)
                .putInt(Frame.CHECKSUM + 5, size);
        Frame.seal(frame, start + compressed);
        out.write(frame, 0, start + compressed);
        size = 0;
    }

    @Override
    public void flush() throws IOException {
        endFrame();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
