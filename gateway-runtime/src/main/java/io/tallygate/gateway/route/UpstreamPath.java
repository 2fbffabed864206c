package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The path that goes upstream: an upstream's base path, exactly one slash, and what is left of the client's.
public final class UpstreamPath {
    private UpstreamPath() {}

    /// @param base      raw; empty, or begins with `/`; with a final slash or without
    /// @param segments  of the client's path that are taken off
    /// @return          where in [RequestPath#raw] that begins which is put behind the base
    public static int restFrom(String base, RequestPath path, int segments) {
        int rest = path.rawBehind(segments);
        return base.endsWith("/") && rest < path.rawTo() ? rest + 1 : rest;
    }

    /// For tests and people; a call's is put together from octets.
    public static String of(String base, RequestPath path, int segments) {
        int rest = restFrom(base, path, segments);
        String whole = base + new String(path.raw(), rest, path.rawTo() - rest, ISO_8859_1);
        return whole.isEmpty() ? "/" : whole;
    }
}
