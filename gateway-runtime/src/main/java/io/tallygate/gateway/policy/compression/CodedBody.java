package io.tallygate.gateway.policy.compression;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.exchange.BodyChange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// One answer's body on its way into a coding.
final class CodedBody implements BodyChange {
    private final Runnable released;
    private final boolean flushes;
    private final Target target = new Target();
    private final OutputStream coder;
    private boolean closed;

    /// What the coder has written since it was asked last.
    private static final class Target extends OutputStream {
        private ByteBuf octets = Unpooled.EMPTY_BUFFER;

        private ByteBuf room() {
            if (octets == Unpooled.EMPTY_BUFFER) {
                octets = ByteBufAllocator.DEFAULT.directBuffer(4 << 10);
            }
            return octets;
        }

        @Override
        public void write(int octet) {
            room().writeByte(octet);
        }

        @Override
        public void write(byte[] from, int at, int count) {
            room().writeBytes(from, at, count);
        }

        ByteBuf take() {
            ByteBuf taken = octets;
            octets = Unpooled.EMPTY_BUFFER;
            return taken;
        }
    }

    /// @param flushes   the body comes as it happens, so that nothing of it may be held back for long
    /// @param released  told once, at the end
    CodedBody(Coding coding, boolean flushes, Runnable released) {
        this.flushes = flushes;
        this.released = released;
        try {
            coder = coding.onto(target);
        } catch (IOException impossible) { // nothing of it leaves memory
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public ByteBuf change(ByteBuf part) {
        try {
            part.readBytes(coder, part.readableBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            part.release();
        }
        return target.take();
    }

    @Override
    public ByteBuf flush() {
        if (flushes) {
            try {
                coder.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return target.take();
    }

    @Override
    public ByteBuf end() {
        finish();
        return target.take();
    }

    @Override
    public void close() {
        finish();
        target.take().release();
    }

    private void finish() {
        if (!closed) {
            closed = true;
            released.run();
            try {
                coder.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
