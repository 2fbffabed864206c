package io.tallygate.portal.publishing;

import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.routing.Routing;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// An upstream as gateways know it: the address that somebody entered, and the rules of its routing.
final class UpstreamEntity {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int RESPONSE_TIMEOUT_MILLIS = 30_000;
    private static final Set<String> ELSEWHERE =
            Set.of("targets", "weight", "connectTimeoutMillis", "responseTimeoutMillis");

    private UpstreamEntity() {}

    static GatewayEntity.Upstream of(URI address, Routing routing) {
        JsonObject wanted = routing.upstreamWithSecrets();
        List<GatewayEntity.Target> targets = new ArrayList<>();
        targets.add(target(address, wanted.getInt("weight", 1)));
        JsonArray more = wanted.getJsonArray("targets");
        for (int index = 0; more != null && index < more.size(); index++) {
            JsonObject other = more.getJsonObject(index);
            targets.add(target(
                    URI.create(address.getScheme() + "://" + other.getString("address")), other.getInt("weight", 1)));
        }
        JsonObjectBuilder rules = Json.createObjectBuilder();
        wanted.forEach((member, value) -> {
            if (!ELSEWHERE.contains(member)) {
                rules.add(member, value);
            }
        });
        return new GatewayEntity.Upstream(
                address.getScheme(),
                targets,
                Objects.requireNonNullElse(address.getRawPath(), ""),
                wanted.getInt("connectTimeoutMillis", CONNECT_TIMEOUT_MILLIS),
                wanted.getInt("responseTimeoutMillis", RESPONSE_TIMEOUT_MILLIS),
                rules.build());
    }

    private static GatewayEntity.Target target(URI address, int weight) {
        String host = address.getHost();
        int port = address.getPort() != -1
                ? address.getPort()
                : address.getScheme().equals("https") ? 443 : 80;
        return new GatewayEntity.Target(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, weight);
    }
}
