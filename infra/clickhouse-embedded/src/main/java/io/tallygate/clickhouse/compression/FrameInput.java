package io.tallygate.clickhouse.compression;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// Reads compressed frames one after the other, each checked before a byte of it is used.
public final class FrameInput extends InputStream {
    private static final LZ4SafeDecompressor LZ4 = LZ4Factory.safeInstance().safeDecompressor();

    private final InputStream in;
    private byte[] frame = new byte[Frame.CHECKSUM + Frame.HEAD];
    private byte[] content = new byte[0];
    private int at;
    private int end;

    public FrameInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? content[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int size = Math.min(length, end - at);
        System.arraycopy(content, at, into, offset, size);
        at += size;
        return size;
    }

    private boolean fill() throws IOException {
        while (at == end) {
            int head = in.readNBytes(frame, 0, Frame.CHECKSUM + Frame.HEAD);
            if (head == 0) {
                return false;
            }
            if (head < Frame.CHECKSUM + Frame.HEAD) {
                throw new EOFException("a compressed frame was cut off");
            }
            open();
        }
        return true;
    }

    private void open() throws IOException {
        var head = Frame.littleEndian(frame);
        byte method = head.get(Frame.CHECKSUM);
        int compressed = head.getInt(Frame.CHECKSUM + 1) - Frame.HEAD;
        int size = head.getInt(Frame.CHECKSUM + 5);
        if (compressed < 0 || compressed > Frame.LARGEST || size < 0 || size > Frame.LARGEST) {
            throw new ZipException("a compressed frame of impossible size");
        }
        int start = Frame.CHECKSUM + Frame.HEAD;
        frame = atLeast(frame, start + compressed, start);
        if (in.readNBytes(frame, start, compressed) < compressed) {
            throw new EOFException("a compressed frame was cut off");
        }
        if (!Frame.isSealed(frame, start + compressed)) {
            throw new ZipException("a compressed frame's checksum does not match");
        }
        content = atLeast(content, size, 0);
        switch (method) {
            case Frame.LZ4 -> {
                try {
                    if (LZ4.decompress(frame, start, compressed, content, 0, size) != size) {
                        throw new ZipException("a compressed frame holds less than it says");
                    }
                } catch (LZ4Exception e) {
                    throw new ZipException("a compressed frame is broken");
                }
            }
            case Frame.STORED -> {
                if (compressed != size) {
                    throw new ZipException("a stored frame's sizes differ");
                }
                System.arraycopy(frame, start, content, 0, size);
            }
            default -> throw new ZipException("compression method %#x is not offered; LZ4 is".formatted(method));
        }
        at = 0;
        end = size;
    }

    private static byte[] atLeast(byte[] bytes, int size, int kept) {
        if (bytes.length >= size) {
            return bytes;
        }
        byte[] larger = new byte[size];
        System.arraycopy(bytes, 0, larger, 0, kept);
        return larger;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
