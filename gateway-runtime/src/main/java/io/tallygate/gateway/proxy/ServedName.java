package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.tallygate.gateway.tls.CertificateFolder;
import org.jspecify.annotations.Nullable;

/// The name that a client asked for when its TLS connection was made, and what hosts may be called there. A client that
/// knows a connection's certificate to be good for one name may use it for others (RFC 9113, 9.1.1); for those that
/// another certificate serves it is sent away with 421.
final class ServedName {
    private static final AttributeKey<ServedName> OF_CHANNEL = AttributeKey.valueOf(ServedName.class, "name");

    private final CertificateFolder certificates;
    private final String name;

    private ServedName(CertificateFolder certificates, String name) {
        this.certificates = certificates;
        this.name = name;
    }

    /// @param name  lower case; null: the client named none, and may call any host
    static void note(Channel channel, CertificateFolder certificates, @Nullable String name) {
        if (name != null) {
            channel.attr(OF_CHANNEL).set(new ServedName(certificates, name));
        }
    }

    /// Asked once a connection.
    static @Nullable ServedName of(Channel channel) {
        return channel.attr(OF_CHANNEL).get();
    }

    /// @param host  lower case, without port
    boolean covers(String host) {
        return certificates.current().areServedAlike(name, host);
    }
}
