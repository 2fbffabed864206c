package io.tallygate.portal.consumer;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// All consumers at once, for the document of a whole tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ConsumerStates {
    @Inject
    private TenantTransactions transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What can be said of a consumer, checked.
    /// @param country  empty when it is not known
    public record Details(String name, String legalName, List<String> address, String country, ZoneId timeZone) {
        public Details {
            address = List.copyOf(address);
        }
    }

    /// Oldest first.
    public List<Consumer> all(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Consumer c order by c.id", Consumer.class)
                        .getResultList());
    }

    /// By consumer, then oldest first.
    public List<ConsumerMember> members(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from ConsumerMember m order by m.consumerId, m.id", ConsumerMember.class)
                        .getResultList());
    }

    public void change(TenantId tenant, UUID id, Details details) {
        transactions.inTenant(
                tenant,
                () -> found(id)
                        .describe(
                                details.name(),
                                details.legalName(),
                                details.address(),
                                details.country(),
                                details.timeZone()));
    }

    private Consumer found(UUID id) {
        return Objects.requireNonNull(entities.find(Consumer.class, id), "a consumer that was there a moment ago");
    }
}
