package io.tallygate.gateway.tls;

import io.netty.handler.ssl.SslContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All certificates at one moment, by the names in them. A connection keeps the one it began with.
public final class Certificates {
    private final Map<String, CertificatePair> exact = new HashMap<>();
    /// By what stands behind the asterisk and its dot.
    private final Map<String, CertificatePair> wildcard = new HashMap<>();

    private final CertificatePair otherwise;
    private final int pairs;

    /// @param pairs  at least one; of two with the same name the first serves it. The one called `default` serves those
    ///               who name none of them, or the first when there is no such
    Certificates(List<CertificatePair> pairs) {
        this.pairs = pairs.size();
        CertificatePair first = pairs.getFirst();
        for (CertificatePair pair : pairs) {
            for (String name : pair.names()) {
                if (name.startsWith("*.")) {
                    wildcard.putIfAbsent(name.substring(2), pair);
                } else {
                    exact.putIfAbsent(name, pair);
                }
            }
            if (pair.file().equals("default")) {
                first = pair;
            }
        }
        otherwise = first;
    }

    /// @param serverName  lower case; null when the client names none
    public SslContext of(@Nullable String serverName) {
        return pairOf(serverName).context();
    }

    private CertificatePair pairOf(@Nullable String serverName) {
        if (serverName == null) {
            return otherwise;
        }
        CertificatePair found = exact.get(serverName);
        if (found == null) {
            int dot = serverName.indexOf('.'); // an asterisk stands for one label (RFC 9525, 6.3)
            found = dot > 0 ? wildcard.get(serverName.substring(dot + 1)) : null;
        }
        return found == null ? otherwise : found;
    }

    /// Whether one certificate serves both names.
    public boolean areServedAlike(String one, String other) {
        return pairs == 1
                || one.equals(other)
                || pairOf(one).file().equals(pairOf(other).file());
    }

    public int pairs() {
        return pairs;
    }
}
