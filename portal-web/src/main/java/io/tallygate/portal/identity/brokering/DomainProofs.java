package io.tallygate.portal.identity.brokering;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.identity.brokering.TenantProviders.Described;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/// Whether a domain that a provider is to answer for is the tenant's: only then are people with addresses in it led
/// there.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class DomainProofs {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private TenantProviders providers;

    @Inject
    private TxtRecords records;

    @Inject
    private KeepProviders keeper;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Asks the domain's name servers for the proof.
    /// @return  empty when there is no such provider or domain
    /// @throws ProofMissing  when it is not there
    /// @throws DomainTaken   when another tenant was quicker
    public Optional<Described> check(TenantId tenant, UUID id, String domain) throws ProofMissing, DomainTaken {
        Optional<ProviderDomain> claimed = providers.find(tenant, id).flatMap(found -> named(found, domain));
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        if (!claimed.get().isVerified()) {
            try {
                if (!records.of(claimed.get().domain()).contains(claimed.get().record())) {
                    throw new ProofMissing(true);
                }
            } catch (IOException nobodyAnswers) {
                throw new ProofMissing(false);
            }
        }
        return confirm(tenant, id, domain, "dns");
    }

    /// The operator has seen another proof.
    public Optional<Described> vouch(TenantId tenant, UUID id, String domain) throws DomainTaken {
        return confirm(tenant, id, domain, "operator");
    }

    private Optional<Described> confirm(TenantId tenant, UUID id, String domain, String by) throws DomainTaken {
        Optional<Described> confirmed;
        try {
            confirmed = transactions.inTenant(tenant, () -> {
                providers.lock(tenant);
                Optional<TenantProvider> held = providers.hold(id);
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                Optional<ProviderDomain> claimed =
                        held.flatMap(provider -> named(providers.described(provider), domain));
                claimed.filter(one -> !one.isVerified()).ifPresent(one -> {
                    one.verified(by, now);
                    held.orElseThrow().changed(now);
                    entities.flush();
                });
                return claimed.isEmpty() ? Optional.<Described>empty() : held.map(providers::described);
            });
        } catch (ConstraintViolationException taken) {
            throw new DomainTaken(domain);
        }
        confirmed.ifPresent(provider -> keeper.soon());
        return confirmed;
    }

    private static Optional<ProviderDomain> named(Described provider, String domain) {
        return provider.domains().stream()
                .filter(one -> one.domain().equals(domain))
                .findFirst();
    }
}
