package io.tallygate.gateway.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An address as 128 bits; one of version 4 is the one that is mapped into version 6 (`::ffff:192.0.2.1`).
public record IpAddress(long high, long low) {
    private static final long MAPPED = 0xffffL << 32;

    /// @param text  `192.0.2.1` or `2001:db8::1`, neither with a port nor with a zone
    /// @return      null when it is none; nothing is ever looked up
    public static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
    }

    public static IpAddress of(InetAddress address) {
        byte[] octets = address.getAddress();
        return switch (address) {
            case Inet4Address _ -> new IpAddress(0, MAPPED | word(octets, 0, 4));
            case Inet6Address _ -> new IpAddress(word(octets, 0, 8), word(octets, 8, 8));
            default -> throw new IllegalArgumentException("neither IPv4 nor IPv6");
        };
    }

    private static long word(byte[] octets, int from, int count) {
        long word = 0;
        for (int i = from; i < from + count; i++) {
            word = word << 8 | octets[i] & 0xff;
        }
        return word;
    }

    /// Four decimal numbers and nothing else: other spellings are read in different ways by different readers.
    private static @Nullable IpAddress parse4(String text) {
        long bits = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int from = at;
            int number = 0;
            while (at < text.length() && at - from < 3 && isDigit(text.charAt(at))) {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
            if (at == from || number > 255 || leadingZero) {
                return null;
            }
            bits = bits << 8 | number;
            if (part < 3 && (at == text.length() || text.charAt(at++) != '.')) {
                return null;
            }
        }
        return at == text.length() ? new IpAddress(0, MAPPED | bits) : null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable IpAddress parse6(String text) {
        if (text.length() > 45
                || text.chars().anyMatch(c -> Character.digit(c, 16) < 0 && c != ':' && c != '.' || c > 'f')) {
            return null;
        }
        try {
            return of(Inet6Address.ofLiteral(text));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    public boolean is4() {
        return high == 0 && low >>> 32 == 0xffff;
    }
}
