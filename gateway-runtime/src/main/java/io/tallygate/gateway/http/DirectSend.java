package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/// Gives a small message to the kernel without the way through Netty's pipeline and queue, where nothing stands in
/// between. What the kernel does not take at once goes the usual way.
final class DirectSend {
    private DirectSend() {}

    /// @param out  what was sent of it is read
    /// @return     whether all of it was sent
    static boolean all(Channel channel, ByteBuf out) {
        if (!(channel instanceof EpollSocketChannel socket) || !out.hasMemoryAddress() || !isNextToKernel(socket)) {
            return false;
        }
        try {
            int sent = ((Socket) socket.fd()).sendAddress(out.memoryAddress(), out.readerIndex(), out.writerIndex());
            if (sent > 0) {
                out.skipBytes(sent);
            }
        } catch (IOException broken) {
            return false; // the usual way meets the same, and tells everybody
        }
        return !out.isReadable();
    }

    /// Whether nothing waits to be written, and nobody would change what is.
    private static boolean isNextToKernel(EpollSocketChannel socket) {
        if (!socket.eventLoop().inEventLoop() || !socket.isActive() || socket.isOutputShutdown()) {
            return false;
        }
        ChannelOutboundBuffer waiting = socket.unsafe().outboundBuffer();
        ChannelPipeline pipeline = socket.pipeline();
        return waiting != null
                && waiting.isEmpty()
                && waiting.totalPendingWriteBytes() == 0
                && pipeline.first() == pipeline.last();
    }
}
