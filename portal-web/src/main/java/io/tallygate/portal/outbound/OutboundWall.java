package io.tallygate.portal.outbound;

import static io.tallygate.portal.input.Reason.because;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which addresses a tenant may enter. Literal addresses inside private, loopback, link-local and other special ranges
/// are refused unless the installation lists the exact `host:port`. A name is let through here, since what it resolves
/// to can change at any time: whoever connects looks again, at the addresses it connects to ([#checkResolved]; the
/// gateway has a wall of its own).
public final class OutboundWall {
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
        String host = host(entered);
        String scheme = scheme(entered);
        int port = port(entered);
        if (entered.getRawQuery() != null || entered.getRawFragment() != null) {
            throw new RefusedAddress(
                    because("An upstream address ends with its path; it has no query and no fragment."));
        }
        String path = entered.getRawPath() == null ? "" : entered.getRawPath();
        if (path.contains("/../") || path.endsWith("/..") || path.contains("/./")) {
            throw new RefusedAddress(because("The path of an upstream address has no dot segments."));
        }
        if (path.contains("//")) {
            throw new RefusedAddress(because("The path of an upstream address has no empty segments."));
        }
        String portText = entered.getPort() == -1 ? "" : ":" + port;
        return URI.create(
                scheme + "://" + host + portText + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }

    /// An address that the portal itself calls: as [#check], but with any path and query. A fragment, which is never
    /// sent, is left out.
    /// @throws RefusedAddress  with the reason
    public URI checkAddress(String url) throws RefusedAddress {
        URI entered = parse(url.strip());
        String host = host(entered);
        String portText = entered.getPort() == -1 ? "" : ":" + port(entered);
        String path = entered.getRawPath() == null || entered.getRawPath().isEmpty() ? "/" : entered.getRawPath();
        String query = entered.getRawQuery() == null ? "" : "?" + entered.getRawQuery();
        return URI.create(scheme(entered) + "://" + host + portText + path + query);
    }

    /// What a host led to, just before it is connected to: every address must be allowed.
    /// @throws RefusedAddress  without a reason, since who entered the name may not know what it leads to
    void checkResolved(URI address, List<InetAddress> resolved) throws RefusedAddress {
        int port = port(address);
        if (resolved.isEmpty()) {
            throw RefusedAddress.notAllowed();
        }
        if (allowed.contains(address.getHost() + ":" + port)) {
            return;
        }
        for (InetAddress one : resolved) {
            if (isSpecial(one) && !allowed.contains(pair(one, port))) {
                throw RefusedAddress.notAllowed();
            }
        }
    }

    private static String pair(InetAddress address, int port) {
        return (address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress()) + ":"
                + port;
    }

    /// An IPv6 address without its brackets.
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String scheme(URI entered) throws RefusedAddress {
        String scheme = entered.getScheme() == null ? "" : entered.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new RefusedAddress(because("An address begins with http:// or https://."));
        }
        return scheme;
    }

    private static int port(URI entered) throws RefusedAddress {
        int port = entered.getPort() != -1 ? entered.getPort() : scheme(entered).equals("https") ? 443 : 80;
        if (port < 1 || port > 65_535) {
            throw new RefusedAddress(because("A port lies between 1 and 65535."));
        }
        return port;
    }

    /// @return  in lower case, and not special unless the installation lists it
    private String host(URI entered) throws RefusedAddress {
        scheme(entered);
        if (entered.getRawUserInfo() != null) {
            throw new RefusedAddress(because("An address holds no user name or password."));
        }
        if (entered.getHost() == null || entered.getHost().isEmpty()) {
            throw new RefusedAddress(because("An address needs a host, for example https://orders.example.com/v1."));
        }
        String host = entered.getHost().toLowerCase(Locale.ROOT);
        if (!allowed.contains(host + ":" + port(entered))) {
            refuseSpecial(host);
        }
        return host;
    }

    private static URI parse(String url) throws RefusedAddress {
        if (url.isEmpty() || url.length() > OutboundLimits.LONGEST_URL) {
            throw new RefusedAddress(because("An address has 1 to {0} characters.", OutboundLimits.LONGEST_URL));
        }
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw new RefusedAddress(because("Not an address: {0}.", malformed.getReason()));
        }
    }

    private static void refuseSpecial(String host) throws RefusedAddress {
        boolean bracketed = host.startsWith("[");
        boolean looksNumeric = !bracketed && host.matches("[0-9.]+|0x[0-9a-f.x]+|.*\\.(0x[0-9a-f]+|[0-9]+)\\.?");
        if (looksNumeric && !host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw new RefusedAddress(
                    because("An IPv4 address is written as four decimal numbers without leading zeros."));
        }
        if (bracketed || looksNumeric) {
            if (isSpecial(literal(host))) {
                throw RefusedAddress.notAllowed();
            }
        } else if (!host.contains(".")
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal")) {
            throw RefusedAddress.notAllowed();
        }
    }

    private static InetAddress literal(String host) throws RefusedAddress {
        try {
            return InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException malformed) {
            throw new RefusedAddress(because("Not an IP address: {0}.", host));
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
                        || (first == 192 && second == 88 && (octets[2] & 0xff) == 99)
                        || (first == 203 && second == 0 && (octets[2] & 0xff) == 113);
            // only global unicast 2000::/3 is called, without Teredo, 6to4 and documentation, and without NAT64
            // (64:ff9b::/96, outside it)
            case Inet6Address _ ->
                (first & 0xe0) != 0x20
                        || (first == 0x20 && second == 0x02)
                        || (first == 0x3f && second == 0xff)
                        // 2001::/23: Teredo, benchmarks, identifiers that are no addresses
                        || (first == 0x20 && second == 0x01 && (octets[2] & 0xfe) == 0)
                        || (first == 0x20
                                && second == 0x01
                                && (octets[2] & 0xff) == 0x0d
                                && (octets[3] & 0xff) == 0xb8);
            default -> true;
        };
    }
}
