package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What the gateway answers: hosts, a path prefix on segment boundaries, methods.
/// @param environment  `live` or `test`
/// @param hosts        lower case; empty: any host
/// @param path         raw prefix without a final slash; empty: every path
/// @param methods      empty: any
/// @param stripPath    the prefix is taken off before a call goes upstream
/// @param metered      calls are recorded as usage
public record Route(
        UUID id,
        UUID tenant,
        String tenantSlug,
        String environment,
        UUID api,
        UUID apiVersion,
        List<String> hosts,
        String path,
        Set<String> methods,
        boolean stripPath,
        boolean metered,
        Operations operations) {

    public Route {
        hosts = List.copyOf(hosts);
        methods = Set.copyOf(methods);
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException("path: " + path);
        }
        RequestPath normal = path.isEmpty() ? null : RequestPath.of(path);
        if (normal != null && !normal.normal().equals(path)) {
            throw new IllegalArgumentException("path is not in its normal form: " + path);
        }
    }

    public boolean answers(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /// How many segments the prefix has.
    public int segments() {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    /// As usage records carry it.
    public byte[] environmentText() {
        return environment.getBytes(UTF_8);
    }
}
