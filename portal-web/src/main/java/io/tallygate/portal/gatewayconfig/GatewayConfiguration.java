package io.tallygate.portal.gatewayconfig;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.store.ChangeWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/// Where rooms say what gateways must know. A change belongs to the caller's tenant transaction: it is
/// numbered, stored and announced when that commits, and forgotten when it rolls back. Putting what is already
/// there changes nothing, so a caller may simply put the current value.
///
/// All tenants are served by the gateway group `shared`.
@ApplicationScoped
public class GatewayConfiguration {
    private final ChangeWriter writer;

    @Inject
    public GatewayConfiguration(ChangeWriter writer) {
        this.writer = writer;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected GatewayConfiguration() {
        this.writer = null;
    }

    /// @param id  of the entity; the pair of kind and id is what gateways know it by
    /// @throws IllegalStateException  outside a transaction
    public void put(TenantId tenant, UUID id, GatewayEntity value) {
        writer.put(tenant, value.kind(), id, value.toJson(tenant));
    }

    /// Deleting what is not there changes nothing.
    /// @throws IllegalStateException  outside a transaction
    public void delete(TenantId tenant, Kind kind, UUID id) {
        writer.delete(tenant, kind, id);
    }
}
