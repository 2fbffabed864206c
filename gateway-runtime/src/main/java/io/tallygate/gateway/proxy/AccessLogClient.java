package io.tallygate.gateway.proxy;

import io.tallygate.gateway.observe.accesslog.AccessLogSettings.ClientAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the access log says of a client's address: it is personal data.
final class AccessLogClient {
    private static final int IPV4_OCTETS = 3;
    private static final int IPV6_OCTETS = 6;

    private final ClientAddress said;

    AccessLogClient(ClientAddress said) {
        this.said = said;
    }

    /// @return  null: nothing
    @Nullable
    String of(String address) {
        return switch (said) {
            case NONE -> null;
            case FULL -> address;
            case TRUNCATED -> network(address);
        };
    }

    private static @Nullable String network(String address) {
        try {
            byte[] octets = InetAddress.ofLiteral(address).getAddress();
            Arrays.fill(octets, octets.length == 4 ? IPV4_OCTETS : IPV6_OCTETS, octets.length, (byte) 0);
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException none) {
            return null;
        }
    }
}
