package io.tallygate.portal.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which upstream addresses a tenant may enter. Literal addresses inside private, loopback, link-local and other
/// special ranges are
/// refused unless the installation lists the exact `host:port`. A name is let through here, since what it resolves to
/// can change at
/// any time: the gateway looks again, at the address it connects to.
public final class OutboundWall {
    private static final int MAX_URL = 2_000;

    private final Set<String> allowed;

    /// @param allowed  exact `host:port` pairs of this installation, for example `127.0.0.1:8501`
    public OutboundWall(Set<String> allowed) {
        this.allowed =
                allowed.stream().map(pair -> pair.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /// @param list  comma separated, as in TALLYGATE_OUTBOUND_ALLOW; may be empty
    public static OutboundWall allowing(String list) {
        return new OutboundWall(Stream.of(list.split(","))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .collect(Collectors.toSet()));
    }

    /// @param url  as entered: `http` or `https`, a host, optionally a port and a path; no user, query or fragment
    /// @return     the same, with the scheme and host in lower case and without a final slash
    /// @throws RefusedAddress  with the reason
    public URI check(String url) throws RefusedAddress {
        URI entered = parse(url.strip());
        String scheme = entered.getScheme() == null ? "" : entered.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new RefusedAddress("An upstream address begins with http:// or https://.");
        }
        if (entered.getRawUserInfo() != null) {
            throw new RefusedAddress("An upstream address holds no user name or password.");
        }
        if (entered.getRawQuery() != null || entered.getRawFragment() != null) {
            throw new RefusedAddress("An upstream address ends with its path; it has no query and no fragment.");
        }
        String host = entered.getHost();
        if (host == null || host.isEmpty()) {
            throw new RefusedAddress("An upstream address needs a host, for example https://orders.example.com/v1.");
        }
        host = host.toLowerCase(Locale.ROOT);
        int port = entered.getPort() != -1 ? entered.getPort() : scheme.equals("https") ? 443 : 80;
        if (port < 1 || port > 65_535) {
            throw new RefusedAddress("A port lies between 1 and 65535.");
        }
        if (!allowed.contains(host + ":" + port)) {
            refuseSpecial(host);
        }
        String path = entered.getRawPath() == null ? "" : entered.getRawPath();
        if (path.contains("/../") || path.endsWith("/..") || path.contains("/./")) {
            throw new RefusedAddress("The path of an upstream address has no dot segments.");
        }
        if (path.contains("//")) {
            throw new RefusedAddress("The path of an upstream address has no empty segments.");
        }
        String portText = entered.getPort() == -1 ? "" : ":" + port;
        return URI.create(
                scheme + "://" + host + portText + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }

    private static URI parse(String url) throws RefusedAddress {
        if (url.isEmpty() || url.length() > MAX_URL) {
            throw new RefusedAddress("An upstream address has 1 to %,d characters.".formatted(MAX_URL));
        }
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw new RefusedAddress("Not an address: " + malformed.getReason() + ".");
        }
    }

    private static void refuseSpecial(String host) throws RefusedAddress {
        boolean bracketed = host.startsWith("[");
        boolean looksNumeric = !bracketed && host.matches("[0-9.]+|0x[0-9a-f.x]+|.*\\.(0x[0-9a-f]+|[0-9]+)\\.?");
        if (looksNumeric && !host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw new RefusedAddress("An IPv4 address is written as four decimal numbers without leading zeros.");
        }
        if (bracketed || looksNumeric) {
            if (isSpecial(literal(host))) {
                throw new RefusedAddress(
                        "This address lies in a private or special range that this installation does not call.");
            }
        } else if (!host.contains(".")
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")) {
            throw new RefusedAddress("This name belongs to a private network that this installation does not call.");
        }
    }

    private static InetAddress literal(String host) throws RefusedAddress {
        try {
            return InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException malformed) {
            throw new RefusedAddress("Not an IP address: " + host + ".");
        }
    }

    /// Loopback, private, link-local, shared, multicast, documentation, and the IPv6 forms that carry an IPv4 address
    /// (RFC 6890).
    static boolean isSpecial(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] octets = address.getAddress();
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        return switch (address) {
            case Inet4Address _ ->
                first == 0
                        || first >= 240
                        || (first == 100 && (second & 0xc0) == 64)
                        || (first == 192 && second == 0)
                        || (first == 198 && (second == 18 || second == 19 || second == 51))
                        || (first == 203 && second == 0 && (octets[2] & 0xff) == 113);
            // only global unicast 2000::/3 is called, without Teredo, 6to4 and documentation, and without NAT64
            // (64:ff9b::/96, outside it)
            case Inet6Address _ ->
                (first & 0xe0) != 0x20
                        || (first == 0x20 && second == 0x02)
                        || (first == 0x20 && second == 0x01 && octets[2] == 0 && octets[3] == 0)
                        || (first == 0x20
                                && second == 0x01
                                && (octets[2] & 0xff) == 0x0d
                                && (octets[3] & 0xff) == 0xb8);
            default -> true;
        };
    }
}
