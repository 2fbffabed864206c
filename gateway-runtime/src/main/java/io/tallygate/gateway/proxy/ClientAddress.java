package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Whose a connection is: its peer's, or whom that says by the PROXY protocol.
final class ClientAddress {
    private static final AttributeKey<InetAddress> SAID = AttributeKey.valueOf(ClientAddress.class, "said");

    private ClientAddress() {}

    static void note(Channel channel, InetAddress address) {
        channel.attr(SAID).set(address);
    }

    /// As text, without port; empty when there is none. Asked once a connection.
    static String of(Channel channel) {
        InetAddress said = channel.attr(SAID).get();
        if (said != null) {
            return said.getHostAddress();
        }
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
    }
}
