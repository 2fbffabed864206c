package io.tallygate.gateway.exchange;

import io.netty.buffer.ByteBuf;

/// Changes the body of one answer as it passes, part by part: nothing is gathered. On the call's event loop only; given
/// back with [#close] however the call ends. Whoever gives one to a call takes the answer's length away.
public interface BodyChange extends AutoCloseable {
    /// @param part  released here
    /// @return      what goes on instead, perhaps nothing yet
    ByteBuf change(ByteBuf part);

    /// More of the body may take a while.
    /// @return  what was held back so far
    ByteBuf flush();

    /// The body has ended.
    /// @return  the rest
    ByteBuf end();

    @Override
    void close();
}
