package io.tallygate.gateway.route;

import java.util.List;
import java.util.UUID;

/// What the gateway answers: hosts, and condition sets of which one must be met.
/// @param environment  `live` or `test`
/// @param hosts        empty: any host
/// @param matches      at least one
/// @param stripPath    what the path condition matched is taken off before a call goes upstream
/// @param stripSegments  with `stripPath`: at most so many segments are, instead; negative: all that was matched
/// @param metered      calls are recorded as usage
public record Route(
        UUID id,
        UUID tenant,
        String tenantSlug,
        String environment,
        UUID api,
        UUID apiVersion,
        List<HostPattern> hosts,
        List<Conditions> matches,
        boolean stripPath,
        int stripSegments,
        boolean metered,
        Operations operations) {

    /// Condition sets of one route.
    public static final int MAX_MATCHES = 64;

    public Route {
        hosts = hosts.stream().distinct().toList();
        matches = List.copyOf(matches);
        if (!environment.equals("live") && !environment.equals("test")) {
            throw new IllegalArgumentException("environment: " + environment);
        }
        if (matches.isEmpty() || matches.size() > MAX_MATCHES) {
            throw new IllegalArgumentException("a route has 1 to " + MAX_MATCHES + " condition sets");
        }
    }
}
