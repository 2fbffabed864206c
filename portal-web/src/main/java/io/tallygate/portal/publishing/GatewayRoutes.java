package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Tells the gateways what answers where. Each deployment has one route and one upstream, both known by its place: the
/// API's own id for live, the deployment's for test.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class GatewayRoutes {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int RESPONSE_TIMEOUT_MILLIS = 30_000;

    @Inject
    private GatewayConfiguration gateways;

    void put(TenantId tenant, String tenantSlug, UUID place, Api api, Deployment deployment) {
        gateways.put(tenant, place, upstream(URI.create(deployment.upstream())));
        gateways.put(
                tenant,
                place,
                new GatewayEntity.Route(
                        tenantSlug,
                        deployment.environment().wireName(),
                        api.id(),
                        deployment.versionId(),
                        List.of(),
                        path(tenantSlug, deployment.environment(), api),
                        List.of(),
                        true,
                        place,
                        GatewayEntity.Authentication.API_KEY,
                        null,
                        true,
                        deployment.operations().stream()
                                .map(operation -> new GatewayEntity.Operation(
                                        operation.operationId(), operation.method(), operation.path()))
                                .toList()));
    }

    void remove(TenantId tenant, UUID place) {
        gateways.delete(tenant, Kind.ROUTE, place);
        gateways.delete(tenant, Kind.UPSTREAM, place);
    }

    /// Where a shared gateway group answers for the API. No tenant's name has a tilde, so that test never stands in the
    /// way of a tenant.
    static String path(String tenantSlug, Environment environment, Api api) {
        String place = switch (environment) {
            case LIVE -> "";
            case TEST -> "~test";
        };
        return "/" + tenantSlug + place + api.basePath();
    }

    private static GatewayEntity.Upstream upstream(URI address) {
        String host = address.getHost();
        boolean secure = address.getScheme().equals("https");
        int port = address.getPort() != -1 ? address.getPort() : secure ? 443 : 80;
        return new GatewayEntity.Upstream(
                address.getScheme(),
                List.of(new GatewayEntity.Target(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, 1)),
                Objects.requireNonNullElse(address.getRawPath(), ""),
                CONNECT_TIMEOUT_MILLIS,
                RESPONSE_TIMEOUT_MILLIS);
    }
}
