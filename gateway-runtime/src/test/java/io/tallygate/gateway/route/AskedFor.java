package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that a test makes up.
public final class AskedFor implements Asked {
    private final RequestPath path = new RequestPath();
    private final String method;
    private final String host;
    private final int port;
    private final @Nullable String query;
    private final Map<String, String> headers = new HashMap<>();

    /// @param authority  of the Host field
    /// @param target     path and query
    public AskedFor(String method, String authority, String target) {
        int mark = target.indexOf('?');
        byte[] octets = (mark < 0 ? target : target.substring(0, mark)).getBytes(UTF_8);
        String why = path.read(octets, 0, octets.length);
        if (why != null) {
            throw new IllegalArgumentException(why);
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.indexOf(']');
        this.method = method;
        this.host = (hasPort ? authority.substring(0, colon) : authority)
                .replace("[", "")
                .replace("]", "")
                .toLowerCase(Locale.ROOT);
        this.port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : -1;
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    public AskedFor header(String name, List<String> values) {
        headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
        return this;
    }

    public RequestPath requestPath() {
        return path;
    }

    @Override
    public byte[] path() {
        return path.normal();
    }

    @Override
    public int pathFrom() {
        return path.normalFrom();
    }

    @Override
    public int pathTo() {
        return path.normalTo();
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public String toString() {
        return method + " " + host + (port < 0 ? "" : ":" + port) + path.normalText()
                + (query == null ? "" : "?" + query) + (headers.isEmpty() ? "" : " " + headers);
    }
}
