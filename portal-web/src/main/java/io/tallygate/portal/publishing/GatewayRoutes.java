package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/// Tells the gateways about published APIs. An API has one route and one upstream so far, both known by the API's own
/// id.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class GatewayRoutes {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int RESPONSE_TIMEOUT_MILLIS = 30_000;

    @Inject
    private GatewayConfiguration gateways;

    void put(TenantId tenant, String tenantSlug, ApiView view, ApiVersion version) {
        Api api = view.api();
        URI upstream = URI.create(Objects.requireNonNull(api.upstream(), "a published API has an upstream"));
        gateways.put(tenant, api.id(), upstream(upstream));
        gateways.put(
                tenant,
                api.id(),
                new GatewayEntity.Route(
                        tenantSlug,
                        "live",
                        api.id(),
                        version.id(),
                        List.of(),
                        path(tenantSlug, api),
                        List.of(),
                        true,
                        api.id(),
                        GatewayEntity.Authentication.API_KEY,
                        null,
                        true,
                        view.operations().stream()
                                .map(operation -> new GatewayEntity.Operation(
                                        operation.operationId(), operation.method(), operation.path()))
                                .toList()));
    }

    void remove(TenantId tenant, Api api) {
        gateways.delete(tenant, Kind.ROUTE, api.id());
        gateways.delete(tenant, Kind.UPSTREAM, api.id());
    }

    /// Where a shared gateway group answers for the API.
    static String path(String tenantSlug, Api api) {
        return "/" + tenantSlug + api.basePath();
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
