package io.tallygate.gateway.exchange;

import io.netty.buffer.ByteBuf;

/// Changes the body of one answer as it passes, part by part. On the call's event loop only; given back with [#close]
/// however the call ends. Whoever gives one to a call takes the answer's length away.
public interface BodyChange extends AutoCloseable {
    /// Whether nothing comes out of it before [#end]: then the answer's head is held back as well, so that the answer
    /// can still become a problem.
    default boolean needsWhole() {
        return false;
    }

    /// @param part  released here
    /// @return      what goes on instead, perhaps nothing yet
    /// @throws UnfitBody  when it cannot be changed
    ByteBuf change(ByteBuf part);

    /// More of the body may take a while.
    /// @return  what was held back so far
    ByteBuf flush();

    /// The body has ended.
    /// @return  the rest
    /// @throws UnfitBody  when it cannot be changed
    ByteBuf end();

    @Override
    void close();
}
