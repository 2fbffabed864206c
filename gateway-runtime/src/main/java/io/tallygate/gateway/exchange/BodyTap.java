package io.tallygate.gateway.exchange;

import io.netty.buffer.ByteBuf;

/// Sees a request's body as it goes upstream, and changes nothing. On the call's event loop only.
public interface BodyTap extends AutoCloseable {
    /// @param part  neither read nor released here
    void part(ByteBuf part);

    /// The body is complete.
    void end();

    /// The call has ended, perhaps before its body.
    @Override
    void close();

    /// This one, and then the other.
    default BodyTap and(BodyTap other) {
        BodyTap one = this;
        return new BodyTap() {
            @Override
            public void part(ByteBuf part) {
                one.part(part);
                other.part(part);
            }

            @Override
            public void end() {
                one.end();
                other.end();
            }

            @Override
            public void close() {
                one.close();
                other.close();
            }
        };
    }
}
