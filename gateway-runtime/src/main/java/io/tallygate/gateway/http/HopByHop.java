package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;

/// Fields that concern one connection only are taken off before a message goes on (RFC 9110, 7.6.1).
public final class HopByHop {
    /// A peer must not be able to talk us out of what makes the message readable, of who calls, or of the body's
    /// meaning.
    private static final Set<String> NEEDED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-type",
            "content-encoding",
            "authorization",
            "cookie",
            "x-api-key");

    private static final String CONTENT_LENGTH = "content_length";
    private static final String TRANSFER_ENCODING = "transfer_encoding";

    private HopByHop() {}

    /// Framing (Content-Length, Transfer-Encoding) stays: whoever writes the message keeps it true.
    public static void removeFrom(Fields fields) {
        for (int place = 0; place < fields.places(); place++) {
            switch (fields.idAt(place)) {
                case FieldName.IS_CONNECTION -> {
                    removeNamed(fields, place);
                    fields.removeAt(place);
                }
                case FieldName.IS_KEEP_ALIVE,
                        FieldName.IS_PROXY_CONNECTION,
                        FieldName.IS_TE,
                        FieldName.IS_TRAILER,
                        FieldName.IS_UPGRADE,
                        FieldName.IS_PROXY_AUTHORIZATION,
                        FieldName.IS_PROXY_AUTHENTICATE -> fields.removeAt(place);
                case 0 -> removeImitated(fields, place);
                default -> {}
            }
        }
    }

    /// Readers that write names with `_` for `-` would take these for the body's framing.
    private static void removeImitated(Fields fields, int place) {
        int from = fields.nameFrom(place);
        int length = fields.nameTo(place) - from;
        if (length == CONTENT_LENGTH.length() || length == TRANSFER_ENCODING.length()) {
            byte[] octets = fields.octets();
            if (Ascii.equalsIgnoreCase(octets, from, from + length, CONTENT_LENGTH)
                    || Ascii.equalsIgnoreCase(octets, from, from + length, TRANSFER_ENCODING)) {
                fields.removeAt(place);
            }
        }
    }

    private static void removeNamed(Fields fields, int connection) {
        byte[] octets = fields.octets();
        int to = fields.valueTo(connection);
        if (isUsual(octets, fields.valueFrom(connection), to)) {
            return;
        }
        for (int from = fields.valueFrom(connection); from <= to; ) {
            int end = ListField.end(octets, from, to);
            int first = ListField.firstOfMember(octets, from, end);
            int last = ListField.lastOfMember(octets, first, end);
            if (last > first && !isUsual(octets, first, last)) {
                String name = new String(octets, first, last - first, ISO_8859_1).toLowerCase(Locale.ROOT);
                if (!NEEDED.contains(name)) {
                    fields.remove(name);
                }
            }
            from = end + 1;
        }
    }

    private static boolean isUsual(byte[] octets, int from, int to) {
        return Ascii.equalsIgnoreCase(octets, from, to, "keep-alive")
                || Ascii.equalsIgnoreCase(octets, from, to, "close");
    }
}
