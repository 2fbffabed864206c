package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// What a client showed on its TLS connection.
final class PeerCertificate {
    private PeerCertificate() {}

    /// Asked once a connection.
    /// @return  null: it was not asked, or showed none
    static @Nullable X509Certificate of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || !tls.engine().getWantClientAuth() && !tls.engine().getNeedClientAuth()) {
            return null;
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate shown ? shown : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }
}
