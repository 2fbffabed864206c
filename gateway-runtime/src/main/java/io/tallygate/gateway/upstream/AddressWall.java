package io.tallygate.gateway.upstream;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tenants choose targets, so the gateway does not call into the network it stands in: addresses that are not
/// global are closed (RFC 6890) unless the installation lists the exact `host:port`. Asked with the address that is
/// about to be connected to, so a name cannot lead around it.
public final class AddressWall {
    private final Set<String> open;

    private AddressWall(Set<String> open) {
        this.open = open;
    }

    /// @param list  comma separated, `host:port` each; may be empty
    public static AddressWall allowing(String list) {
        return new AddressWall(Stream.of(list.split(","))
                .map(pair -> pair.strip().toLowerCase(Locale.ROOT))
                .filter(pair -> !pair.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// @param target    as configured
    /// @param resolved  what its host led to
    public boolean allows(Target target, InetAddress resolved) {
        return isGlobal(resolved)
                || open.contains(pair(target.host(), target.port()))
                || open.contains(pair(resolved.getHostAddress(), target.port()));
    }

    private static String pair(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]").toLowerCase(Locale.ROOT) + ":" + port;
    }

    /// Whether it is reachable from everywhere, and so never in the network that the gateway stands in.
    public static boolean isGlobal(InetAddress address) {
        byte[] octets = address.getAddress();
        return switch (address) {
            case Inet4Address _ -> isGlobal(octets[0] & 0xff, octets[1] & 0xff, octets[2] & 0xff);
            case Inet6Address _ -> isGlobal6(octets);
            default -> false;
        };
    }

    private static boolean isGlobal(int first, int second, int third) {
        boolean special = first == 0
                || first == 10
                || first == 100 && (second & 0xc0) == 64
                || first == 127
                || first == 169 && second == 254
                || first == 172 && (second & 0xf0) == 16
                || first == 192 && (second == 168 || second == 0 && (third == 0 || third == 2))
                || first == 192 && second == 88 && third == 99
                || first == 198 && (second & 0xfe) == 18
                || first == 198 && second == 51 && third == 100
                || first == 203 && second == 0 && third == 113
                || first >= 224;
        return !special;
    }

    /// Global unicast (2000::/3) without the ranges in it that lead elsewhere: 6to4, Teredo and its kin, documentation.
    /// IPv4 in IPv6 and NAT64 lie outside it.
    private static boolean isGlobal6(byte[] octets) {
        int first = (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        int second = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        return (first & 0xe000) == 0x2000
                && first != 0x2002
                && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
                && first != 0x3fff;
    }
}
