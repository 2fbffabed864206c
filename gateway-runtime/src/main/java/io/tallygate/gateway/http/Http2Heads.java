package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heads of HTTP/2 streams to heads and back, by RFC 9113 (8.2, 8.3) with nothing tolerated: pseudo fields once, in
/// front and none missing, names in lower case, no field that concerns a connection, no white space around a value.
public final class Http2Heads {
    private static final byte[] COOKIE = "cookie".getBytes(ISO_8859_1);
    private static final byte[] SEPARATOR = "; ".getBytes(ISO_8859_1);
    private static final byte[] CHUNKED = "chunked".getBytes(ISO_8859_1);

    private Http2Heads() {}

    /// What the pseudo fields say.
    private static final class Pseudo {
        private @Nullable String method;
        private @Nullable String scheme;
        private @Nullable String authority;
        private @Nullable String path;

        private @Nullable Malformed take(byte[] name, CharSequence value) {
            String text = value.toString();
            String known;
            switch (new String(name, ISO_8859_1)) {
                case ":method" -> {
                    known = method;
                    method = text;
                }
                case ":scheme" -> {
                    known = scheme;
                    scheme = text;
                }
                case ":authority" -> {
                    known = authority;
                    authority = text;
                }
                case ":path" -> {
                    known = path;
                    path = text;
                }
                default -> {
                    return Malformed.framing("There is a pseudo field that no request has.");
                }
            }
            return known == null ? null : Malformed.framing("A pseudo field is there twice.");
        }
    }

    /// @param ended   no body follows
    /// @param into    empty
    /// @return        why this request cannot be served, or null
    public static @Nullable Malformed read(
            Http2Headers headers, boolean ended, RequestHead into, HttpLimits limits, Authorities authorities) {
        Pseudo pseudo = new Pseudo();
        Fields fields = new Fields();
        Malformed malformed = fields(headers, fields, pseudo, limits);
        if (malformed == null) {
            malformed = begin(pseudo, fields, ended, into, limits, authorities);
        }
        return malformed;
    }

    private static @Nullable Malformed fields(
            Http2Headers headers, Fields into, @Nullable Pseudo pseudo, HttpLimits limits) {
        boolean regular = false;
        int count = 0;
        long octets = 0;
        byte @Nullable [] cookies = null;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            byte[] name = octets(field.getKey());
            CharSequence value = field.getValue();
            octets += name.length + value.length() + 4L; // as the lines of an HTTP/1.1 head
            if (++count > limits.headerCount() || octets > limits.headBytes()) {
                return Head.tooLargeHead(limits);
            }
            if (name.length > 0 && name[0] == ':') {
                Malformed wrong = pseudo == null || regular
                        ? Malformed.framing("A pseudo field stands behind the others.")
                        : pseudo.take(name, value);
                if (wrong != null) {
                    return wrong;
                }
                continue;
            }
            regular = true;
            byte[] text = octets(value);
            Malformed wrong = check(name, text);
            if (wrong != null) {
                return wrong;
            }
            if (java.util.Arrays.equals(name, COOKIE)) { // crumbs become one (RFC 9113, 8.2.3)
                cookies = cookies == null ? text : joined(cookies, text);
            } else {
                into.add(name, text);
            }
        }
        if (cookies != null) {
            into.add(COOKIE, cookies);
        }
        return null;
    }

    private static byte[] octets(CharSequence text) {
        return text instanceof AsciiString ascii
                ? ascii.toByteArray()
                : text.toString().getBytes(ISO_8859_1);
    }

    private static byte[] joined(byte[] cookies, byte[] more) {
        byte[] all = java.util.Arrays.copyOf(cookies, cookies.length + SEPARATOR.length + more.length);
        System.arraycopy(SEPARATOR, 0, all, cookies.length, SEPARATOR.length);
        System.arraycopy(more, 0, all, cookies.length + SEPARATOR.length, more.length);
        return all;
    }

    private static @Nullable Malformed check(byte[] name, byte[] value) {
        for (byte octet : name) {
            if (FieldName.lower(octet) != octet || octet == 0) {
                return Malformed.framing("A field's name is no token in lower case.");
            }
        }
        if (name.length == 0) {
            return Malformed.framing("A field has no name.");
        }
        for (byte octet : value) {
            if (!Head.isValue(octet)) {
                return Malformed.framing("A header field's value holds a control character.");
            }
        }
        if (value.length > 0 && (isBlank(value[0]) || isBlank(value[value.length - 1]))) {
            return Malformed.framing("There is white space around a field's value.");
        }
        return switch (FieldName.idOf(name, 0, name.length, FieldName.hash(name, 0, name.length))) {
            case FieldName.IS_CONNECTION,
                    FieldName.IS_KEEP_ALIVE,
                    FieldName.IS_PROXY_CONNECTION,
                    FieldName.IS_TRANSFER_ENCODING,
                    FieldName.IS_UPGRADE -> Malformed.framing("A field of a connection has no place in a stream.");
            case FieldName.IS_TE ->
                Ascii.equalsIgnoreCase(value, 0, value.length, "trailers")
                        ? null
                        : Malformed.framing("TE says something else than trailers.");
            default -> null;
        };
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static @Nullable Malformed begin(
            Pseudo pseudo, Fields fields, boolean ended, RequestHead into, HttpLimits limits, Authorities authorities) {
        String method = pseudo.method;
        String path = pseudo.path;
        if (method == null || !isToken(method)) {
            return Malformed.framing("There is no method, or it is no token.");
        }
        boolean connects = method.equals("CONNECT");
        if (connects ? path != null || pseudo.scheme != null || pseudo.authority == null : path == null) {
            return Malformed.framing("A pseudo field is missing, or one too many.");
        }
        if (!connects && !"https".equals(pseudo.scheme) && !"http".equals(pseudo.scheme)) {
            return Malformed.framing("The scheme is neither http nor https.");
        }
        String target = path == null ? String.valueOf(pseudo.authority) : path;
        if (method.length() + target.length() + 10 > limits.requestLineBytes()) {
            return RequestHead.tooLongLine(limits);
        }
        int host = fields.find(FieldName.HOST);
        String authority = pseudo.authority;
        if (fields.isRepeated(FieldName.HOST)
                || host < 0 && authority == null
                || host >= 0 && authority != null && !authority.equalsIgnoreCase(fields.valueAt(host))) {
            return Malformed.framing("There is not exactly one authority.");
        }
        if (authority == null) {
            authority = fields.valueAt(host);
        }
        if (authority.isEmpty() || authority.indexOf('@') >= 0) {
            return Malformed.framing("The authority is empty, or names a user.");
        }
        fields.remove(FieldName.HOST);
        long length = ended ? 0 : -1;
        int lengthAt = fields.find(FieldName.CONTENT_LENGTH);
        if (lengthAt >= 0) {
            long said = Head.decimal(fields.octets(), fields.valueFrom(lengthAt), fields.valueTo(lengthAt));
            if (said < 0 || fields.isRepeated(FieldName.CONTENT_LENGTH) || ended && said > 0) {
                return Malformed.framing("Content-Length is not the number of octets.");
            }
            length = said;
        } else if (!ended) {
            fields.add(FieldName.TRANSFER_ENCODING, CHUNKED);
        } else if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            fields.add(FieldName.CONTENT_LENGTH, 0); // RFC 9110, 8.6: some upstreams insist
        }
        Malformed malformed = into.begin(method, authority, target, length, authorities);
        if (malformed == null) {
            into.fields().addAll(fields);
            into.takesTrailers(true); // there is always room for them
        }
        return malformed;
    }

    private static boolean isToken(String text) {
        for (byte octet : text.getBytes(ISO_8859_1)) {
            if (FieldName.lower(octet) == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Trailers of a message.
    /// @param into  empty
    /// @return      why these are none, or null
    public static @Nullable Malformed readTrailers(Http2Headers trailers, Fields into, HttpLimits limits) {
        return fields(trailers, into, null, limits);
    }

    /// @param into  empty
    /// @return      why this answer cannot be believed, or null
    public static @Nullable Malformed readAnswer(Http2Headers headers, AnswerHead into, HttpLimits limits) {
        CharSequence status = headers.status();
        if (status == null || status.length() != 3 || headers.getAll(":status").size() > 1) {
            return Malformed.framing("There is not exactly one status.");
        }
        byte[] digits = octets(status);
        long code = Head.decimal(digits, 0, digits.length);
        if (code < 100 || code > 599) {
            return Malformed.framing("The status is none.");
        }
        Fields fields = new Fields();
        Malformed malformed = fields(withoutStatus(headers), fields, null, limits);
        if (malformed != null) {
            return malformed;
        }
        long length = -1;
        int lengthAt = fields.find(FieldName.CONTENT_LENGTH);
        if (lengthAt >= 0) {
            length = Head.decimal(fields.octets(), fields.valueFrom(lengthAt), fields.valueTo(lengthAt));
            if (length < 0 || fields.isRepeated(FieldName.CONTENT_LENGTH)) {
                return Malformed.framing("Content-Length is not the number of octets.");
            }
        }
        into.begin((int) code, length);
        fields.remove(FieldName.CONTENT_LENGTH);
        into.fields().addAll(fields);
        return null;
    }

    private static Http2Headers withoutStatus(Http2Headers headers) {
        headers.remove(":status");
        return headers;
    }

    /// The head of a request as a stream carries it.
    /// @param target  path and query
    public static Http2Headers of(RequestHead head, Octets target, byte[] authority, boolean tls) {
        head.fields().remove(FieldName.HOST);
        Http2Headers headers = of(head.fields());
        headers.method(head.method());
        headers.scheme(tls ? "https" : "http");
        headers.authority(new AsciiString(authority, false));
        headers.path(new AsciiString(target.array(), 0, target.length(), true));
        headers.set("te", "trailers");
        return headers;
    }

    /// The head of an answer as a stream carries it.
    public static Http2Headers of(AnswerHead head) {
        Http2Headers headers = of(head.fields());
        headers.status(Integer.toString(head.status()));
        return headers;
    }

    public static Http2Headers of(Fields fields) {
        Http2Headers headers = new DefaultHttp2Headers(false, 16);
        byte[] octets = fields.octets();
        for (int place = 0; place < fields.places(); place++) {
            int id = fields.idAt(place);
            if (!fields.isThere(place)
                    || id == FieldName.IS_TRANSFER_ENCODING
                    || id == FieldName.IS_CONNECTION
                    || id == FieldName.IS_KEEP_ALIVE
                    || id == FieldName.IS_PROXY_CONNECTION
                    || id == FieldName.IS_UPGRADE) {
                continue;
            }
            int from = fields.nameFrom(place);
            byte[] name = new byte[fields.nameTo(place) - from];
            for (int i = 0; i < name.length; i++) {
                name[i] = FieldName.lower(octets[from + i]);
            }
            int valueFrom = fields.valueFrom(place);
            headers.add(
                    new AsciiString(name, false),
                    new AsciiString(octets, valueFrom, fields.valueTo(place) - valueFrom, true));
        }
        return headers;
    }
}
