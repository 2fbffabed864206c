package io.tallygate.stack.part;

import java.util.LinkedHashMap;
import java.util.Map;

/// Every port of the stack, moved by one offset.
public record Ports(int offset) {
    public static final int SAMPLE_UPSTREAMS = 4;

    public int portal() {
        return 9080 + offset;
    }

    public int portalTls() {
        return 9443 + offset;
    }

    public int gateway() {
        return 8000 + offset;
    }

    public int gatewayTls() {
        return 8443 + offset;
    }

    public int gatewayAdmin() {
        return 8001 + offset;
    }

    public int keycloak() {
        return 8180 + offset;
    }

    public int keycloakManagement() {
        return 8190 + offset;
    }

    public int clickHouse() {
        return 8123 + offset;
    }

    public int postgres() {
        return 5433 + offset;
    }

    public int mail() {
        return 1025 + offset;
    }

    public int mailPage() {
        return 8025 + offset;
    }

    /// The first of the sample upstreams; the others follow it.
    public int upstreams() {
        return 8501 + offset;
    }

    /// Nothing of the stack listens here: benchmarks and fault drills put their own upstream there while they run.
    public int drillUpstream() {
        return 8599 + offset;
    }

    /// What the stack listens on, by purpose.
    public Map<String, Integer> listening() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("PostgreSQL", postgres());
        all.put("Keycloak", keycloak());
        all.put("Keycloak management", keycloakManagement());
        all.put("ClickHouse", clickHouse());
        all.put("portal", portal());
        all.put("portal TLS", portalTls());
        all.put("gateway", gateway());
        all.put("gateway TLS", gatewayTls());
        all.put("gateway admin", gatewayAdmin());
        all.put("mail", mail());
        all.put("mail page", mailPage());
        for (int i = 0; i < SAMPLE_UPSTREAMS; i++) {
            all.put("sample upstream " + (i + 1), upstreams() + i);
        }
        return all;
    }
}
