package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.observe.Limit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/// Waits for the head of the PROXY protocol (1 or 2) that certain peers begin each connection with, and only then lets
/// the connection be one of the client's. Nothing is guessed: a peer of these that begins otherwise is closed, and what
/// another peer sends in that form is a request that nobody can read.
final class ProxyProtocol extends ChannelInboundHandlerAdapter {
    /// Of what may stand behind the addresses of version 2; it is not looked at.
    private static final int MAX_MORE_OCTETS = 2048;

    private final Loop loop;
    private final Consumer<InetAddress> welcome;
    private final InetAddress peer;
    private final Deadline deadline;
    private boolean failed;

    private ProxyProtocol(Loop loop, SocketChannel channel, Consumer<InetAddress> welcome) {
        this.loop = loop;
        this.welcome = welcome;
        this.peer = channel.remoteAddress().getAddress();
        this.deadline = loop.deadlines.add(() -> {
            loop.metrics.hit(Limit.HEAD_TIME);
            channel.close();
        });
    }

    /// @param welcome  gets the client's address when it is known; what it adds to the pipeline reads on
    static void begin(Loop loop, SocketChannel channel, Consumer<InetAddress> welcome) {
        ProxyProtocol waiting = new ProxyProtocol(loop, channel, welcome);
        waiting.deadline.set(System.nanoTime(), loop.limits.headTime().toNanos());
        channel.pipeline().addLast(new HAProxyMessageDecoder(MAX_MORE_OCTETS, true), waiting);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws UnknownHostException {
        HAProxyMessage head = (HAProxyMessage) message;
        InetAddress client = peer;
        try {
            byte[] said = head.command() == HAProxyCommand.PROXY && head.sourceAddress() != null
                    ? NetUtil.createByteArrayFromIpAddressString(head.sourceAddress())
                    : null;
            if (said != null) { // else the proxy speaks for itself, or for what has no address
                client = InetAddress.getByAddress(said);
            }
        } finally {
            head.release();
        }
        Channel channel = ctx.channel();
        ClientAddress.note(channel, client);
        welcome.accept(client);
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.deadlines.remove(deadline);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!failed) { // what is left of it fails again while the connection ends
            failed = true;
            loop.metrics.malformedRequests.increment();
        }
        ctx.close(); // what cannot be read gets no answer: nobody knows whose it would be
    }
}
