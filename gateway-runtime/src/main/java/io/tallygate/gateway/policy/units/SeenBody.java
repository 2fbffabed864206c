package io.tallygate.gateway.policy.units;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.exchange.BodyChange;
import java.nio.ByteBuffer;

/// An answer's body on its way, looked at and not changed: every part goes on at once, as it came.
record SeenBody(SeenUnits seen) implements BodyChange {
    @Override
    public ByteBuf change(ByteBuf part) {
        if (part.nioBufferCount() == 1) {
            seen.part(part.nioBuffer());
        } else {
            for (ByteBuffer each : part.nioBuffers()) {
                seen.part(each);
            }
        }
        return part;
    }

    @Override
    public ByteBuf flush() {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public ByteBuf end() {
        seen.end();
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void close() {
        seen.close();
    }
}
