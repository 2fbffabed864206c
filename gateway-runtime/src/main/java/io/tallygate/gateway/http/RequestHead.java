package io.tallygate.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the rooms know of a request's head. One per connection, read anew for each request.
public final class RequestHead {
    private @Nullable HttpRequest request;
    private String method = "";
    private String path = "";
    private @Nullable String query;
    private String authority = "";
    private String host = "";
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;

    /// @return  why this request cannot be served, or null
    public @Nullable Malformed read(HttpRequest request) {
        this.request = request;
        method = request.method().name();
        Malformed malformed = readLength(request);
        if (malformed == null) {
            malformed = readTarget(request);
        }
        keepAlive = isHttp11()
                ? !names(request.headers().getAll(HttpHeaderNames.CONNECTION), HttpHeaderValues.CLOSE)
                : names(request.headers().getAll(HttpHeaderNames.CONNECTION), HttpHeaderValues.KEEP_ALIVE);
        return malformed;
    }

    /// Lets go of the request.
    public void forget() {
        request = null;
        method = "";
        contentLength = 0;
        chunked = false;
    }

    private static boolean names(List<String> fields, CharSequence option) {
        for (int i = 0; i < fields.size(); i++) {
            if (ListField.contains(fields.get(i), option)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Malformed readLength(HttpRequest request) {
        HttpHeaders headers = request.headers();
        contentLength = 0;
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null) {
            contentLength = decimal(length);
            if (contentLength < 0) {
                return Malformed.framing("Content-Length is not a number of octets.");
            }
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        chunked = !codings.isEmpty();
        if (chunked && length != null) {
            return Malformed.framing("Content-Length and Transfer-Encoding contradict each other.");
        }
        if (chunked && !isHttp11()) {
            return Malformed.framing("HTTP/1.0 knows no Transfer-Encoding.");
        }
        if (chunked && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            return new Malformed(
                    Malformed.Reason.TRANSFER_CODING, "The only transfer coding that is understood is chunked.");
        }
        return null;
    }

    private static long decimal(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private @Nullable Malformed readTarget(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || hosts.isEmpty() && isHttp11()) {
            return Malformed.framing("A request has exactly one Host field.");
        }
        String named = hosts.isEmpty() ? "" : hosts.getFirst();
        String target = request.uri();
        if (target.charAt(0) != '/') {
            int path = pathOfAbsolute(target);
            if (path < 0) {
                return splitOther(target, named);
            }
            String ofTarget = target.substring(target.indexOf("//") + 2, path);
            if (!hosts.isEmpty() && !ofTarget.equalsIgnoreCase(named)) {
                return Malformed.framing("The target's authority and the Host field differ.");
            }
            named = ofTarget;
            target = path == target.length() || target.charAt(path) == '?'
                    ? "/" + target.substring(path)
                    : target.substring(path);
        }
        splitPath(target);
        return readAuthority(named);
    }

    /// `http://authority/path`: where its path begins; -1 when it is no absolute form of a scheme that is served here.
    private static int pathOfAbsolute(String target) {
        int authority;
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            authority = 7;
        } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
            authority = 8;
        } else {
            return -1;
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end == authority ? -1 : end;
    }

    /// `*` of OPTIONS and the authority form of CONNECT have no path; they are answered by their method.
    private @Nullable Malformed splitOther(String target, String named) {
        if (target.equals("*") && method.equals("OPTIONS") || method.equals("CONNECT")) {
            path = "";
            query = null;
            return readAuthority(named);
        }
        return Malformed.framing("The request target is neither a path nor an address.");
    }

    private void splitPath(String target) {
        int mark = target.indexOf('?');
        path = mark < 0 ? target : target.substring(0, mark);
        query = mark < 0 ? null : target.substring(mark + 1);
    }

    private @Nullable Malformed readAuthority(String named) {
        if (named.equals(authority)) {
            return null; // a connection's requests nearly always name the same
        }
        String name = Authority.host(named);
        if (name == null) {
            return Malformed.framing("The Host field is not a host with an optional port.");
        }
        authority = named;
        host = name.toLowerCase(Locale.ROOT);
        return null;
    }

    public HttpRequest message() {
        if (request == null) {
            throw new IllegalStateException("no request is under way");
        }
        return request;
    }

    public HttpHeaders headers() {
        return message().headers();
    }

    /// @return  the field's only value; null when there is none
    public @Nullable String header(CharSequence name) {
        return headers().get(name);
    }

    /// Whether the field is there more than once.
    public boolean isRepeated(CharSequence name) {
        return headers().getAll(name).size() > 1;
    }

    public String method() {
        return method;
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /// As the client sent it: begins with `/`, no query, not decoded. Empty for `OPTIONS *` and CONNECT.
    public String path() {
        return path;
    }

    /// As the client sent it, without the question mark.
    public @Nullable String query() {
        return query;
    }

    /// Lower case, without port and brackets; empty when HTTP/1.0 named none.
    public String host() {
        return host;
    }

    /// As the client sent it: host and, when it was given, the port.
    public String authority() {
        return authority;
    }

    /// 0 when there is no body or its length is not known beforehand.
    public long contentLength() {
        return contentLength;
    }

    public boolean hasBody() {
        return chunked || contentLength > 0;
    }

    public boolean isHttp11() {
        return message().protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /// As [#isHttp11], also when no head could be read.
    public boolean isHttp11Safely() {
        return request == null || isHttp11();
    }

    /// Whether the client will use its connection again.
    public boolean isKeepAlive() {
        return keepAlive;
    }
}
