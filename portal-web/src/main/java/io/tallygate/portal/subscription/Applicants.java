package io.tallygate.portal.subscription;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.subscription.Subscribing.Applicant;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds the application that is to be subscribed, with the consumer that pays and its billing time zone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Applicants {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Applications applications;

    @Inject
    private Consumers consumers;

    /// @param visible  the consumers whose applications the caller may subscribe; empty for all
    public Optional<Applicant> find(TenantId tenant, UUID application, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> applications
                        .keep(application, visible)
                        .flatMap(found -> consumers.find(tenant, found.consumerId()))
                        .map(consumer -> new Applicant(application, consumer.id(), consumer.timeZone())));
    }
}
