package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AsyncMapping;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.tls.CertificateFolder;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection that is not trusted yet. When it is, what was agreed on (ALPN) takes this one's place.
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private final Loop loop;
    private final AtomicInteger underWay;
    private final Deadline deadline;
    private boolean counted;

    private TlsHandshake(Loop loop, Channel channel, AtomicInteger underWay) {
        this.loop = loop;
        this.underWay = underWay;
        this.deadline = loop.deadlines.add(() -> {
            loop.metrics.hit(Limit.TLS_HANDSHAKE_TIME);
            channel.close();
        });
    }

    /// @param underWay  handshakes of all loops
    static void begin(Loop loop, Channel channel, CertificateFolder certificates, AtomicInteger underWay) {
        if (underWay.incrementAndGet() > loop.protocols.tlsHandshakes()) {
            underWay.decrementAndGet();
            loop.metrics.hit(Limit.TLS_HANDSHAKES);
            channel.close();
            return;
        }
        TlsHandshake handshake = new TlsHandshake(loop, channel, underWay);
        handshake.counted = true;
        loop.metrics.tlsHandshakes.increment();
        handshake.deadline.set(
                System.nanoTime(), loop.protocols.tlsHandshakeTime().toNanos());
        channel.pipeline().addLast(handshake.bySni(channel, certificates), handshake);
    }

    private SniHandler bySni(Channel channel, CertificateFolder certificates) {
        AsyncMapping<String, SslContext> mapping = (name, promise) -> {
            ServedName.note(channel, certificates, name);
            return promise.setSuccess(certificates.current().of(name));
        };
        return new SniHandler(mapping, loop.protocols.clientHelloBytes(), 0) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                SslHandler handler = super.newSslHandler(context, allocator);
                handler.setHandshakeTimeoutMillis(0); // ours is for the whole of it
                return handler;
            }
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completed)) {
            return;
        }
        if (!completed.isSuccess()) {
            loop.metrics.tlsHandshakeFailures.increment();
            ctx.close();
            return;
        }
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            loop.metrics.clientConnectionsOpened.increment();
            Http2Client.begin(loop, ctx.pipeline(), true);
            ctx.pipeline().remove(this);
        } else {
            ClientConnection client = new ClientConnection(loop, ctx.channel(), true);
            ctx.pipeline().replace(this, null, client);
            client.begin();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (counted) {
            counted = false;
            underWay.decrementAndGet();
        }
        loop.deadlines.remove(deadline);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // what a stranger sends is no fault of ours
    }
}
