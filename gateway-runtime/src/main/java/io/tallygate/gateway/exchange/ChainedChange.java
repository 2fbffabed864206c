package io.tallygate.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// One change behind another.
record ChainedChange(BodyChange first, BodyChange second) implements BodyChange {
    @Override
    public boolean needsWhole() {
        return first.needsWhole() || second.needsWhole();
    }

    @Override
    public ByteBuf change(ByteBuf part) {
        return through(first.change(part));
    }

    @Override
    public ByteBuf flush() {
        return both(through(first.flush()), true);
    }

    @Override
    public ByteBuf end() {
        return both(through(first.end()), false);
    }

    private ByteBuf through(ByteBuf part) {
        return part.isReadable() ? second.change(part) : part;
    }

    private ByteBuf both(ByteBuf begun, boolean goesOn) {
        ByteBuf rest;
        try {
            rest = goesOn ? second.flush() : second.end();
        } catch (RuntimeException fault) {
            begun.release();
            throw fault;
        }
        if (!begun.isReadable()) {
            begun.release();
            return rest;
        }
        return Unpooled.wrappedBuffer(begun, rest);
    }

    @Override
    public void close() {
        try {
            first.close();
        } finally {
            second.close();
        }
    }
}
