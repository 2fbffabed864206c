package io.tallygate.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS towards upstreams: 1.2 and 1.3, the certificate verified against the machine's authorities and the target's
/// name.
final class UpstreamTls {
    private static @Nullable SslContext context;
    private static @Nullable SslContext http2Context;

    private UpstreamTls() {}

    static SslHandler handler(Channel channel, Upstream upstream, Target target) throws SSLException {
        SslContext context = upstream.http2() ? http2Context() : context();
        SslHandler handler = context.newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, upstream.connectTimeoutMillis()));
        return handler;
    }

    private static synchronized SslContext context() throws SSLException {
        SslContext made = context;
        if (made == null) {
            made = trusting().build();
            context = made;
        }
        return made;
    }

    private static synchronized SslContext http2Context() throws SSLException {
        SslContext made = http2Context;
        if (made == null) {
            made = trusting()
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
            http2Context = made;
        }
        return made;
    }

    private static SslContextBuilder trusting() {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
    }

    /// Whether HTTP/2 was agreed on.
    static boolean speaksHttp2(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null || ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }
}
