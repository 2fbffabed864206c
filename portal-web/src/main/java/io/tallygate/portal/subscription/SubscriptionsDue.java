package io.tallygate.portal.subscription;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tasks.TenantTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;

/// A change of a subscription that was meant for a moment takes effect at it: the plan that gateways hold it to, a
/// pause,
/// an end. Bills do not wait for it: they follow the history.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class SubscriptionsDue implements TenantTask {
    /// Asked for when it is needed: the two know each other.
    @Inject
    private Instance<Changing> changing;

    @Override
    public String name() {
        return "subscription-change";
    }

    /// @param data  the subscription's id
    @Override
    public void run(TenantId tenant, String data) {
        changing.get().catchUp(tenant, UUID.fromString(data));
    }
}
