package io.tallygate.stack.part;

import java.nio.file.Path;

/// What every part needs to know of the installation it belongs to.
/// @param root   the repository, built
/// @param data   this installation's own directory
/// @param cache  unpacked distributions, shared by all installations of one user
/// @param outboundAllow  `host:port` pairs on this machine that APIs may name as their upstream, beside the sample's
/// @param redis  where the gateway shares its limits' counts with others of its group; empty: it counts alone
public record Installation(
        Path root, Path data, Path cache, Ports ports, Secrets secrets, String outboundAllow, String redis) {
    public static final String REALM = "tallygate";

    public Path log(String part) {
        return data.resolve("logs").resolve(part + ".log");
    }

    public String portalUrl() {
        return "http://localhost:" + ports.portal();
    }

    public String gatewayUrl() {
        return "http://localhost:" + ports.gateway();
    }

    public String keycloakUrl() {
        return "http://localhost:" + ports.keycloak();
    }

    public String clickHouseUrl() {
        return "http://localhost:" + ports.clickHouse();
    }

    public String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Addresses on this machine that the gateway and the portal may call although they are private.
    String allowed() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Ports.SAMPLE_UPSTREAMS; i++) {
            all.append("127.0.0.1:").append(ports.upstreams() + i).append(',');
        }
        all.append("127.0.0.1:").append(ports.drillUpstream());
        if (!outboundAllow.isBlank()) {
            all.append(',').append(outboundAllow);
        }
        return all.toString();
    }
}
