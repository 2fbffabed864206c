package io.tallygate.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.Authorities.HostName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request's head, as a client of HTTP/1.1 sent it, or put together from a stream of HTTP/2. Used again for request
/// after request; what the hot path needs is there without an object being made, texts are made when they are asked
/// for.
public final class RequestHead extends Head {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE");
    private static final byte[] NO_METHOD = {};
    private static final byte[][] METHOD_OCTETS =
            METHODS.stream().map(method -> method.getBytes(ISO_8859_1)).toArray(byte[][]::new);

    private String method = "";
    private byte[] methodOctets = NO_METHOD;
    private int targetFrom;
    private int targetTo;
    private int pathFrom;
    private int pathTo;
    /// Behind the question mark; negative: there is none.
    private int queryFrom;

    private @Nullable String path;
    private @Nullable String query;
    private HostName host = HostName.NONE;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;
    private boolean takesTrailers;
    private boolean upgrades;
    private boolean namesUpgrade;
    private boolean http2;

    @Override
    public void clear() {
        super.clear();
        method = "";
        methodOctets = NO_METHOD;
        targetFrom = targetTo = pathFrom = pathTo = 0;
        queryFrom = -1;
        path = null;
        query = null;
        host = HostName.NONE;
        contentLength = 0;
        chunked = false;
        keepAlive = false;
        takesTrailers = false;
        upgrades = false;
        namesUpgrade = false;
        http2 = false;
    }

    // reading --------------------------------------------------------------------------------------------------------

    @Override
    @Nullable
    Malformed startLine(byte[] in, int from, int to, HttpLimits limits) {
        if (to - from > limits.requestLineBytes()) {
            return tooLongLine(limits);
        }
        int at = from;
        while (at < to && FieldName.lower(in[at]) != 0) {
            at++;
        }
        if (at == from || at == to || in[at] != ' ') {
            return Malformed.framing("The method is not a token followed by one space.");
        }
        method(in, from, at);
        targetFrom = ++at;
        while (at < to && isTarget(in[at])) {
            at++;
        }
        if (at == targetFrom || at == to || in[at] != ' ') {
            return Malformed.framing("The request target holds a character that has no place in it.");
        }
        targetTo = at;
        return version(in, at + 1, to);
    }

    @Override
    @Nullable
    Malformed unfinishedStartLine(int length, HttpLimits limits) {
        return length > limits.requestLineBytes() + 1 ? tooLongLine(limits) : null;
    }

    static Malformed tooLongLine(HttpLimits limits) {
        return new Malformed(
                Malformed.Reason.REQUEST_LINE_TOO_LONG,
                "The request line is longer than " + limits.requestLineBytes() + " octets.");
    }

    private void method(byte[] in, int from, int to) {
        for (int i = 0; i < METHOD_OCTETS.length; i++) {
            byte[] known = METHOD_OCTETS[i];
            if (known.length == to - from && java.util.Arrays.equals(known, 0, known.length, in, from, to)) {
                method = METHODS.get(i);
                methodOctets = known;
                return;
            }
        }
        method = new String(in, from, to - from, ISO_8859_1);
    }

    /// Whether this can be the beginning of a request that was sent ahead of its turn. Octets that are left over by a
    /// request whose length two readers see differently are taken for the beginning of the next one.
    public static boolean canBegin(ByteBuf in) {
        int from = in.readerIndex();
        if (in.readableBytes() > 1 && in.getByte(from) == '\r' && in.getByte(from + 1) == '\n') {
            from += 2;
        }
        int length = in.writerIndex() - from;
        for (byte[] known : METHOD_OCTETS) {
            int alike = 0;
            while (alike < length && alike < known.length && in.getByte(from + alike) == known[alike]) {
                alike++;
            }
            if (alike == length || alike == known.length && in.getByte(from + alike) == ' ') {
                return true;
            }
        }
        return length == 1 && in.getByte(from) == '\r';
    }

    /// Makes sense of a head that was read to its end.
    /// @return  why this request cannot be served, or null
    public @Nullable Malformed understand(Authorities authorities) {
        int hosts = 0;
        int hostAt = -1;
        int lengths = 0;
        int codings = 0;
        boolean onlyChunked = true;
        boolean endless = false;
        boolean close = false;
        boolean keep = false;
        for (int place = 0; place < fields.places(); place++) {
            switch (fields.idAt(place)) {
                case FieldName.IS_HOST -> {
                    hosts++;
                    hostAt = place;
                }
                case FieldName.IS_CONTENT_LENGTH -> {
                    lengths++;
                    contentLength = fields.isPlain(place)
                            ? decimal(fields.octets(), fields.valueFrom(place), fields.valueTo(place))
                            : -1;
                }
                case FieldName.IS_TRANSFER_ENCODING -> {
                    codings++;
                    onlyChunked &= fields.valueIs(place, "chunked");
                    endless |= ListField.contains(fields, place, "chunked")
                            && !ListField.endsWith(fields, place, "chunked");
                }
                case FieldName.IS_CONNECTION -> {
                    close |= ListField.contains(fields, place, "close");
                    keep |= ListField.contains(fields, place, "keep-alive");
                    namesUpgrade |= ListField.contains(fields, place, "upgrade");
                }
                case FieldName.IS_TE -> takesTrailers |= ListField.contains(fields, place, "trailers");
                case FieldName.IS_UPGRADE -> upgrades = true;
                default -> {}
            }
        }
        keepAlive = minorVersion() == 1 ? !close : keep && !close;
        chunked = codings > 0;
        if (lengths > 1) {
            return Malformed.framing("There is more than one Content-Length.");
        }
        if (contentLength < 0) {
            return Malformed.framing("Content-Length is not a number of octets.");
        }
        if (codings > 0 && lengths > 0) {
            return Malformed.framing("Content-Length and Transfer-Encoding contradict each other.");
        }
        if (codings > 0 && minorVersion() == 0) {
            return Malformed.framing("HTTP/1.0 knows no Transfer-Encoding.");
        }
        if (codings > 1) {
            return Malformed.framing("There is more than one Transfer-Encoding.");
        }
        if (endless) {
            return Malformed.framing("The last transfer coding is not chunked, so nobody knows where the body ends.");
        }
        if (!onlyChunked) {
            return new Malformed(
                    Malformed.Reason.TRANSFER_CODING, "The only transfer coding that is understood is chunked.");
        }
        if (hosts != 1 || fields.valueFrom(hostAt) == fields.valueTo(hostAt)) {
            return Malformed.framing("A request has exactly one Host field, which names one.");
        }
        if (hasBody() && method.equals("OPTIONS") && !fields.contains(FieldName.CONTENT_TYPE)) {
            return Malformed.framing("The body of OPTIONS needs a Content-Type."); // RFC 9110, 9.3.7
        }
        return target(hostAt, authorities);
    }

    private @Nullable Malformed target(int hostAt, Authorities authorities) {
        byte[] in = fields.octets();
        int hostFrom = hostAt < 0 ? 0 : fields.valueFrom(hostAt);
        int hostTo = hostAt < 0 ? 0 : fields.valueTo(hostAt);
        int from = targetFrom;
        if (in[targetFrom] != '/') {
            int authority = authorityOfAbsolute(in);
            if (authority < 0) {
                return other(in, authorities, hostFrom, hostTo);
            }
            from = authority;
            while (from < targetTo && in[from] != '/' && in[from] != '?') {
                from++;
            }
            if (from == authority) {
                return other(in, authorities, hostFrom, hostTo);
            }
            if (hostAt >= 0 && !sameAuthority(in, authority, from, hostFrom, hostTo)) {
                return Malformed.framing("The target's authority and the Host field differ.");
            }
            hostFrom = authority;
            hostTo = from;
        }
        split(from, targetTo);
        if (pathFrom == pathTo) {
            path = "/"; // of an absolute form that names none
        }
        return host(authorities, hostFrom, hostTo);
    }

    private static boolean sameAuthority(byte[] in, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(in[from + i]) != lower(in[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    /// `http://authority/path`: where its authority begins; -1 when it is no absolute form of a scheme that is served
    /// here.
    private int authorityOfAbsolute(byte[] in) {
        if (targetTo - targetFrom > 7 && Ascii.equalsIgnoreCase(in, targetFrom, targetFrom + 7, "http://")) {
            return targetFrom + 7;
        }
        return targetTo - targetFrom > 8 && Ascii.equalsIgnoreCase(in, targetFrom, targetFrom + 8, "https://")
                ? targetFrom + 8
                : -1;
    }

    /// `*` of OPTIONS and the authority form of CONNECT have no path; they are answered by their method.
    private @Nullable Malformed other(byte[] in, Authorities authorities, int hostFrom, int hostTo) {
        boolean star = targetTo - targetFrom == 1 && in[targetFrom] == '*' && method.equals("OPTIONS");
        if (!star && !method.equals("CONNECT")) {
            return Malformed.framing("The request target is neither a path nor an address.");
        }
        pathFrom = pathTo = targetTo;
        path = "";
        queryFrom = -1;
        return host(authorities, hostFrom, hostTo);
    }

    private void split(int from, int to) {
        byte[] in = fields.octets();
        int mark = from;
        while (mark < to && in[mark] != '?') {
            mark++;
        }
        pathFrom = from;
        pathTo = mark;
        targetTo = to;
        queryFrom = mark == to ? -1 : mark + 1;
    }

    private @Nullable Malformed host(Authorities authorities, int from, int to) {
        HostName read = authorities.read(fields.octets(), from, to);
        if (read == null) {
            return Malformed.framing("The Host field is not a host with an optional port.");
        }
        host = read;
        return null;
    }

    /// Begins a request that came by HTTP/2; its fields are added behind this.
    /// @param target  a path with its query
    /// @param length  of the body; negative: not known beforehand
    /// @return        why this request cannot be served, or null
    public @Nullable Malformed begin(
            String method, CharSequence authority, CharSequence target, long length, Authorities authorities) {
        byte[] names = method.getBytes(ISO_8859_1);
        method(names, 0, names.length);
        byte[] text = target.toString().getBytes(ISO_8859_1);
        byte[] named = authority.toString().getBytes(ISO_8859_1);
        byte[] in = fields.room(text.length + named.length);
        int at = fields.length();
        System.arraycopy(text, 0, in, at, text.length);
        System.arraycopy(named, 0, in, at + text.length, named.length);
        fields.length(at + text.length + named.length);
        targetFrom = at;
        for (byte octet : text) {
            if (!isTarget(octet)) {
                return Malformed.framing("The request target holds a character that has no place in it.");
            }
        }
        keepAlive = true;
        http2 = true;
        chunked = length < 0;
        contentLength = Math.max(0, length);
        if (text.length == 0 || text[0] != '/') {
            targetTo = at + text.length;
            return other(in, authorities, at + text.length, at + text.length + named.length);
        }
        split(at, at + text.length);
        return host(authorities, at + text.length, at + text.length + named.length);
    }

    // looking --------------------------------------------------------------------------------------------------------

    /// @return  the field's first value; null when there is none
    public @Nullable String header(FieldName name) {
        return fields.get(name);
    }

    /// Whether the field is there more than once.
    public boolean isRepeated(FieldName name) {
        return fields.isRepeated(name);
    }

    public String method() {
        return method;
    }

    /// The method's octets, always the same for one of the well-known methods, and not to be changed; empty for
    /// another.
    public byte[] methodOctets() {
        return methodOctets;
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /// As the client sent it: begins with `/`, no query, not decoded. Empty for `OPTIONS *` and CONNECT.
    public String path() {
        String text = path;
        if (text == null) {
            text = new String(fields.octets(), pathFrom, pathTo - pathFrom, ISO_8859_1);
            path = text;
        }
        return text;
    }

    /// False for `OPTIONS *` and CONNECT, which ask for no path.
    public boolean hasPath() {
        return pathTo > pathFrom || "/".equals(path);
    }

    /// The path's octets, in those of the fields.
    public int pathFrom() {
        return pathFrom;
    }

    public int pathTo() {
        return pathTo;
    }

    /// As the client sent it, without the question mark.
    public @Nullable String query() {
        String text = query;
        if (text == null && queryFrom >= 0) {
            text = new String(fields.octets(), queryFrom, targetTo - queryFrom, ISO_8859_1);
            query = text;
        }
        return text;
    }

    /// The query's octets, in those of the fields; negative: there is no question mark.
    public int queryFrom() {
        return queryFrom;
    }

    public int queryTo() {
        return targetTo;
    }

    /// Lower case, without port and brackets; empty when HTTP/1.0 named none.
    public String host() {
        return host.host();
    }

    /// Of the Host field; -1 when it names none.
    public int port() {
        return host.port();
    }

    /// As the client sent it: host and, when it was given, the port.
    public String authority() {
        return host.authority();
    }

    /// The same, not to be changed.
    public byte[] authorityOctets() {
        return host.octets();
    }

    /// 0 when there is no body or its length is not known beforehand.
    public long contentLength() {
        return contentLength;
    }

    /// The body's length is not known beforehand.
    public boolean isChunked() {
        return chunked;
    }

    /// The body is there as a whole, and may be another one than came.
    public void bodyKnown(int length) {
        fields.remove(FieldName.TRANSFER_ENCODING);
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.add(FieldName.CONTENT_LENGTH, length);
        chunked = false;
        contentLength = length;
    }

    public boolean hasBody() {
        return chunked || contentLength > 0;
    }

    /// Whether the client will use its connection again.
    public boolean isKeepAlive() {
        return keepAlive;
    }

    /// Whether the client wants the trailers of the answer (RFC 9110, 10.1.4).
    public boolean takesTrailers() {
        return takesTrailers;
    }

    public void takesTrailers(boolean takes) {
        takesTrailers = takes;
    }

    /// Whether Connection names Upgrade, without which an offer is none (RFC 9110, 7.8).
    public boolean namesUpgrade() {
        return namesUpgrade;
    }

    /// Whether the client offers to speak WebSocket.
    public boolean offersWebSocket() {
        for (int place = upgrades ? fields.find(FieldName.UPGRADE) : -1;
                place >= 0;
                place = fields.find(FieldName.UPGRADE, place + 1)) {
            if (ListField.contains(fields, place, "websocket")) {
                return true;
            }
        }
        return false;
    }

    /// Whether this came by HTTP/2.
    public boolean isHttp2() {
        return http2;
    }

    /// Whether the client offers to speak another protocol.
    public boolean upgrades() {
        return upgrades;
    }
}
