package io.tallygate.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS towards an upstream: 1.2 and 1.3, the certificate always verified, against the machine's authorities or the
/// upstream's own, and against the target's name or the one that the upstream says.
public final class UpstreamTls {
    static final UpstreamTls STANDARD = new UpstreamTls(null, null, null);

    private final @Nullable String serverName;
    private @Nullable SslContext context;
    private @Nullable SslContext http2Context;

    private UpstreamTls(@Nullable String serverName, @Nullable SslContext context, @Nullable SslContext http2Context) {
        this.serverName = serverName;
        this.context = context;
        this.http2Context = http2Context;
    }

    /// @param authorities  certificates in PEM; null: the machine's
    /// @param certificate  shown to the upstream, in PEM, with its chain; null: none
    /// @param key          of the certificate, PKCS#8 in PEM; never logged
    /// @param serverName   asked for and verified instead of the target's; null: the target's
    /// @throws IllegalArgumentException  naming what cannot be used, and nothing of it
    public static UpstreamTls of(
            @Nullable String authorities,
            @Nullable String certificate,
            @Nullable String key,
            @Nullable String serverName) {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "tls has a certificate without its key, or a key without its certificate");
        }
        SslContextBuilder builder = builder();
        try {
            if (authorities != null) {
                builder.trustManager(pem(authorities));
            }
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("tls.authorities are not certificates in PEM"); // no cause: it may quote
        }
        try {
            if (certificate != null && key != null) {
                builder.keyManager(pem(certificate), pem(key));
            }
            SslContext plain = builder.build();
            return new UpstreamTls(serverName, plain, speakingHttp2(builder).build());
        } catch (IllegalArgumentException | SSLException unusable) {
            throw new IllegalArgumentException("tls.certificate and tls.key are not a pair in PEM"); // no cause: secret
        }
    }

    private static InputStream pem(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    private static SslContextBuilder builder() {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
    }

    SslHandler handler(Channel channel, Upstream upstream, Target target) throws SSLException {
        String name = serverName == null ? target.host() : serverName;
        SslContext context = upstream.http2() ? http2Context() : context();
        SslHandler handler = context.newHandler(channel.alloc(), name, target.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, upstream.connectTimeoutMillis()));
        return handler;
    }

    private static SslContextBuilder speakingHttp2(SslContextBuilder builder) {
        return builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2));
    }

    private synchronized SslContext context() throws SSLException {
        SslContext made = context;
        if (made == null) {
            made = builder().build();
            context = made;
        }
        return made;
    }

    private synchronized SslContext http2Context() throws SSLException {
        SslContext made = http2Context;
        if (made == null) {
            made = speakingHttp2(builder()).build();
            http2Context = made;
        }
        return made;
    }

    /// Whether HTTP/2 was agreed on.
    static boolean speaksHttp2(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null || ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }
}
