package io.tallygate.gateway.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// One address of an upstream. Its identity counts: connections belong to the target of one configured upstream
/// and are never shared with another's, even at the same address.
public final class Target {
    private final String host;
    private final int port;
    private final int weight;
    private final byte[] authority;
    private final TargetHealth health;

    /// @param host    a name or an address; IPv6 without brackets
    /// @param weight  at least 1
    public Target(String host, int port, int weight, boolean tls) {
        if (port < 1 || port > 65_535 || weight < 1 || host.isEmpty()) {
            throw new IllegalArgumentException("target " + host + ":" + port + ", weight " + weight);
        }
        this.host = host;
        this.port = port;
        this.weight = weight;
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        this.authority = (port == (tls ? 443 : 80) ? name : name + ":" + port).getBytes(ISO_8859_1);
        this.health = new TargetHealth(HealthRules.standard(), new EjectionFloor(1, 0));
    }

    private Target(Target other, TargetHealth health) {
        this.host = other.host;
        this.port = other.port;
        this.weight = other.weight;
        this.authority = other.authority;
        this.health = health;
    }

    /// The same, as a part of an upstream.
    Target watched(TargetHealth health) {
        return new Target(this, health);
    }

    /// How it does, as the calls of all event loops have found.
    public TargetHealth health() {
        return health;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    int weight() {
        return weight;
    }

    /// What the Host field of a request says. Not to be changed.
    public byte[] authority() {
        return authority;
    }
}
