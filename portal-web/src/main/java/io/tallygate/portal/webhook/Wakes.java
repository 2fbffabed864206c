package io.tallygate.portal.webhook;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;

/// Asks for a webhook's turn, in the caller's transaction. Whatever waits has a wake at its time or before; turns of
/// one webhook are a lane, so one runs at a time on all portals together.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Wakes {
    /// A turn that tries a receiver at rest.
    static final String AFTER_REST = " rest";

    @Inject
    private Tasks tasks;

    @Inject
    private DeliverWebhooks deliver;

    void at(TenantId tenant, UUID webhook, Instant at) {
        tasks.later(deliver, tenant, webhook + "/" + UUID.randomUUID(), webhook.toString(), at);
    }

    void afterRest(TenantId tenant, UUID webhook, Instant at) {
        tasks.later(deliver, tenant, webhook + "/" + UUID.randomUUID(), webhook + AFTER_REST, at);
    }
}
