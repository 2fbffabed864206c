package io.tallygate.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/// Fields that concern one connection only are taken off before a message goes on (RFC 9110, 7.6.1).
public final class HopByHop {
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

    private HopByHop() {}

    /// Framing (Content-Length, Transfer-Encoding) stays: the codec keeps it true.
    public static void removeFrom(HttpHeaders headers) {
        List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
        if (!connection.isEmpty()) {
            for (int i = 0; i < connection.size(); i++) {
                removeNamed(headers, connection.get(i));
            }
            headers.remove(HttpHeaderNames.CONNECTION);
        }
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.TE);
        headers.remove(HttpHeaderNames.TRAILER); // trailers are not carried on
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(HttpHeaderNames.PROXY_AUTHORIZATION);
        headers.remove(HttpHeaderNames.PROXY_AUTHENTICATE);
    }

    private static void removeNamed(HttpHeaders headers, String connection) {
        for (int from = 0; from <= connection.length(); ) {
            int end = ListField.end(connection, from);
            int first = ListField.firstOfMember(connection, from, end);
            int last = ListField.lastOfMember(connection, first, end);
            if (last > first) {
                String name = connection.substring(first, last);
                if (!isNeeded(name)) {
                    headers.remove(name);
                }
            }
            from = end + 1;
        }
    }

    /// A peer must not be able to talk us out of what makes the message readable, or of the body's meaning.
    private static boolean isNeeded(String name) {
        return name.equalsIgnoreCase("host")
                || name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("content-type")
                || name.equalsIgnoreCase("content-encoding");
    }
}
