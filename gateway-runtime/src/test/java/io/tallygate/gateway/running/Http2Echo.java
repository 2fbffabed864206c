package io.tallygate.gateway.running;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.gateway.running.EchoUpstream.Seen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A small upstream that speaks HTTP/2 without TLS, and tells what it saw: 200, and to gRPC an empty message and a
/// status of 0 behind it.
public final class Http2Echo implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Seen> received = new CopyOnWriteArrayList<>();
    private final Channel door;

    public Http2Echo() throws InterruptedException {
        door = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer().build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Echo());
                                            }
                                        }));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2HeadersFrame head) {
                answer(ctx, head.headers());
            }
            ReferenceCountUtil.release(message);
        }

        private void answer(ChannelHandlerContext ctx, Http2Headers asked) {
            Map<String, String> headers = new TreeMap<>();
            asked.forEach(field -> headers.merge(
                    field.getKey().toString(), field.getValue().toString(), (first, next) -> first + "," + next));
            headers.put("host", String.valueOf(asked.authority()));
            received.add(new Seen(String.valueOf(asked.method()), String.valueOf(asked.path()), headers, 0));
            boolean grpc = "application/grpc".equals(headers.get("content-type"));
            Http2Headers head = new DefaultHttp2Headers().status("200");
            ctx.write(new DefaultHttp2HeadersFrame(grpc ? head.add("content-type", "application/grpc") : head, !grpc));
            if (grpc) {
                ctx.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[5])));
                ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add("grpc-status", "0"), true));
            }
            ctx.flush();
        }
    }

    public int port() {
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    public List<Seen> received() {
        return received;
    }

    @Override
    public void close() {
        door.close();
        loop.shutdownGracefully();
    }
}
