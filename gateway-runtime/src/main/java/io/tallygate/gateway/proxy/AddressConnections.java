package io.tallygate.gateway.proxy;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/// How many connections each client address has open now, so that one cannot take them all.
final class AddressConnections {
    private final ConcurrentHashMap<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final int most;
    private final TrustedProxies proxies;

    /// @param most     of one address; 0: no bound of its own
    /// @param proxies  these stand for many clients and are not counted
    AddressConnections(int most, TrustedProxies proxies) {
        this.most = most;
        this.proxies = proxies;
    }

    /// @return  false: the address has too many; nothing is to be closed then
    boolean opened(InetAddress address) {
        if (most == 0 || proxies.isTrusted(address.getHostAddress())) {
            return true;
        }
        int now = open.merge(address, 1, Integer::sum);
        if (now > most) {
            closed(address);
            return false;
        }
        return true;
    }

    void closed(InetAddress address) {
        open.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
}
