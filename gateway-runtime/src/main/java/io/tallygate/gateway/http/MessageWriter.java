package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/// Messages of one connection in HTTP/1.1, one after the other. A head waits for the beginning of its body, so that a
/// small message is one buffer and one system call; larger parts go as they are, uncopied.
public abstract class MessageWriter {
    private static final int COPIED = 4 << 10;
    /// Frames of a chunk around its data.
    private static final int FRAME = 24;

    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(ISO_8859_1);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

    private final Channel channel;
    private @Nullable ByteBuf pending;
    private boolean chunked;

    MessageWriter(Channel channel) {
        this.channel = channel;
    }

    /// @param headOctets  at most
    /// @param bodyOctets  that follow; negative: not known
    final ByteBuf begin(int headOctets, long bodyOctets) {
        writePending();
        int body = bodyOctets < 0 || bodyOctets > COPIED ? 0 : (int) bodyOctets;
        ByteBuf out = channel.alloc().directBuffer(headOctets + body + FRAME);
        pending = out;
        return out;
    }

    final void chunked(boolean chunked) {
        this.chunked = chunked;
    }

    /// @param part  of the body; released when it is written
    public final void body(ByteBuf part) {
        int count = part.readableBytes();
        if (count == 0) {
            part.release();
            return;
        }
        if (chunked) {
            size(count);
        }
        ByteBuf out = pending;
        if (out != null && out.writableBytes() >= count + FRAME) {
            out.writeBytes(part);
            part.release();
        } else {
            writePending();
            channel.write(part, channel.voidPromise());
        }
        if (chunked) {
            buffer(2).writeShort('\r' << 8 | '\n');
        }
    }

    private void size(int count) {
        ByteBuf out = buffer(10);
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(count)) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte(DIGITS[count >>> shift & 15]);
        }
        out.writeShort('\r' << 8 | '\n');
    }

    private ByteBuf buffer(int octets) {
        ByteBuf out = pending;
        if (out != null && out.writableBytes() < octets) {
            writePending();
            out = null;
        }
        if (out == null) {
            out = channel.alloc().directBuffer(128);
            pending = out;
        }
        return out;
    }

    /// The message is complete, and goes out.
    public final void end() {
        last(null);
        flush();
    }

    final void last(@Nullable Fields trailers) {
        if (chunked) {
            buffer(8).writeBytes(LAST_CHUNK);
            if (trailers != null) {
                writePending();
                ByteBuf out = channel.alloc().directBuffer(trailers.lineOctets() + 2);
                trailers.writeTo(out);
                pending = out;
            }
            buffer(2).writeShort('\r' << 8 | '\n');
            chunked = false;
        }
    }

    private void writePending() {
        ByteBuf out = pending;
        if (out != null) {
            pending = null;
            channel.write(out, channel.voidPromise());
        }
    }

    public final void flush() {
        ByteBuf out = pending;
        if (out == null) {
            channel.flush();
            return;
        }
        pending = null;
        if (DirectSend.all(channel, out)) {
            out.release();
        } else {
            channel.writeAndFlush(out, channel.voidPromise());
        }
    }

    /// @return  done when all that was written before is with the kernel
    public final ChannelFuture flushed() {
        ByteBuf out = pending;
        pending = null;
        ChannelPromise written = channel.newPromise();
        channel.writeAndFlush(out == null ? io.netty.buffer.Unpooled.EMPTY_BUFFER : out, written);
        return written;
    }

    /// The connection has ended.
    public final void close() {
        ByteBuf out = pending;
        if (out != null) {
            pending = null;
            out.release();
        }
    }
}
