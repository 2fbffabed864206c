package io.tallygate.gateway.upstream;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The service behind routes.
/// @param basePath               raw; what is left of a call's path is put behind it, with exactly one slash between
/// @param connectTimeoutMillis   of one target, TLS handshake apart
/// @param responseTimeoutMillis  from the request's last octet to the response's head
/// @param http2                  its targets speak HTTP/2: agreed on in TLS, known beforehand without
public record Upstream(
        UUID id,
        UUID tenant,
        boolean tls,
        List<Target> targets,
        String basePath,
        int connectTimeoutMillis,
        int responseTimeoutMillis,
        boolean http2) {

    public Upstream {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an upstream needs a target");
        }
    }

    /// Where to begin, by weight. The next to try is the one behind it.
    public int chooseTarget() {
        if (targets.size() == 1) {
            return 0;
        }
        int total = 0;
        for (Target target : targets) {
            total += target.weight();
        }
        int point = ThreadLocalRandom.current().nextInt(total);
        int index = 0;
        while (point >= targets.get(index).weight()) {
            point -= targets.get(index++).weight();
        }
        return index;
    }

    /// @param attempt  0 for the chosen one, 1 for the one behind it, …
    public Target target(int chosen, int attempt) {
        return targets.get((chosen + attempt) % targets.size());
    }
}
