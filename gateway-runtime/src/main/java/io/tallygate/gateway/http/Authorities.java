package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What Host fields lately said, read once: an event loop's calls nearly always name the same few. Bounded; a newcomer
/// takes the place of another. Used on one event loop only.
public final class Authorities {
    private static final int KEPT = 256;
    private final @Nullable HostName[] kept = new HostName[KEPT];

    /// @param authority  as the client sent it: host and, when it was given, the port
    /// @param host       lower case, without port and brackets
    /// @param port       -1: none was given
    public record HostName(byte[] octets, String authority, String host, int port) {
        public static final HostName NONE = new HostName(new byte[0], "", "", -1);
    }

    /// @return  null when this is no host with an optional port
    @Nullable
    HostName read(byte[] octets, int from, int to) {
        if (from == to) {
            return HostName.NONE;
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + octets[i];
        }
        int slot = hash * 0x9e3779b9 >>> 24;
        HostName known = kept[slot];
        if (known != null && Arrays.equals(known.octets, 0, known.octets.length, octets, from, to)) {
            return known;
        }
        HostName read = of(new String(octets, from, to - from, ISO_8859_1));
        if (read != null) {
            kept[slot] = read;
        }
        return read;
    }

    private static @Nullable HostName of(String authority) {
        String host = Authority.host(authority);
        if (host == null) {
            return null;
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']') && colon < authority.length() - 1;
        int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : -1;
        return new HostName(authority.getBytes(ISO_8859_1), authority, host.toLowerCase(Locale.ROOT), port);
    }
}
