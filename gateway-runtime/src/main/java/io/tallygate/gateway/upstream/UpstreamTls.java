package io.tallygate.gateway.upstream;

import io.netty.channel.Channel;
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

    private UpstreamTls() {}

    static SslHandler handler(Channel channel, Upstream upstream, Target target) throws SSLException {
        SslHandler handler = context().newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, upstream.connectTimeoutMillis()));
        return handler;
    }

    private static synchronized SslContext context() throws SSLException {
        SslContext made = context;
        if (made == null) {
            made = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
            context = made;
        }
        return made;
    }
}
