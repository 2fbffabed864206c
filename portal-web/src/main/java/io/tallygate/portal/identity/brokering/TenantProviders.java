package io.tallygate.portal.identity.brokering;

import static io.tallygate.portal.input.Reason.because;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.identity.PersonSessions;
import io.tallygate.portal.identity.ProviderFollowUp;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.secret.Sealing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The identity providers of tenants, as their own people set them up. Keycloak is told in the background
/// ([KeepProviders]).
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class TenantProviders {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// Keeps the lock of a tenant's providers apart from every other advisory lock.
    private static final int LOCKS = 42;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private ProviderDocuments documents;

    @Inject
    private Sealing sealing;

    @Inject
    private PersonSessions sessions;

    @Inject
    private ProviderFollowUp ended;

    @Inject
    private KeepProviders keeper;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What somebody says of a provider; nothing is checked yet. Of a change: null stays as it is.
    /// @param metadataUrl  of SAML; or `metadata`, the text itself
    /// @param domains      all of them
    public record Wanted(
            @Nullable String name,
            @Nullable Boolean enabled,
            @Nullable String discoveryUrl,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String metadataUrl,
            @Nullable String metadata,
            @Nullable List<String> domains) {}

    /// A provider with its domains, and whether Keycloak knows all of it.
    public record Described(TenantProvider provider, List<ProviderDomain> domains, boolean ready) {}

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Described> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities
                        .createQuery(
                                "from TenantProvider p where :after is null or p.id > :after order by p.id",
                                TenantProvider.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList()
                        .stream()
                        .map(this::described)
                        .toList());
    }

    public Optional<Described> find(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(TenantProvider.class, id))
                        .map(this::described));
    }

    /// @throws WrongInput  pointing at what cannot be
    public Described add(TenantId tenant, ProviderKind kind, Wanted wanted) {
        CheckedProvider checked = CheckedProvider.of(kind, wanted, true, documents);
        Described made = transactions.inTenant(tenant, () -> {
            lock(tenant);
            refuseIfMany();
            Instant now = now();
            TenantProvider provider = new TenantProvider(
                    "tenant-" + random(26), kind, required(checked.name()), required(checked.settings()), now);
            provider.describe(checked.source(), required(checked.settings()));
            provider.enable(!Boolean.FALSE.equals(wanted.enabled()));
            client(provider, checked);
            entities.persist(provider);
            entities.flush();
            domains(provider, checked.domains() == null ? List.of() : checked.domains());
            return described(provider);
        });
        keeper.soon();
        return made;
    }

    /// @param stillFor  throws when the provider is another by now; called with the row locked
    /// @return          empty when there is none
    /// @throws WrongInput  pointing at what cannot be
    public Optional<Described> change(TenantId tenant, UUID id, Wanted wanted, Consumer<Described> stillFor) {
        Optional<Described> before = find(tenant, id);
        if (before.isEmpty()) {
            return before;
        }
        CheckedProvider checked = CheckedProvider.of(before.get().provider().kind(), wanted, false, documents);
        boolean[] ends = {false};
        Optional<Described> after = transactions.inTenant(tenant, () -> {
            lock(tenant);
            Optional<TenantProvider> held = hold(id);
            held.ifPresent(provider -> {
                stillFor.accept(described(provider));
                ends[0] = apply(provider, checked, wanted.enabled());
                provider.changed(now());
                entities.flush();
            });
            return held.map(this::described);
        });
        after.ifPresent(changed -> followUp(changed.provider(), ends[0]));
        return after;
    }

    /// @return  whether who came in before may not come in now
    private boolean apply(TenantProvider provider, CheckedProvider checked, @Nullable Boolean enabled) {
        boolean ends = false;
        if (checked.name() != null) {
            provider.rename(checked.name());
        }
        if (checked.settings() != null) {
            ends = !checked.settings().issuer().equals(provider.settings().issuer());
            provider.describe(checked.source(), checked.settings());
        }
        client(provider, checked);
        if (enabled != null) {
            ends |= provider.enabled() && !enabled;
            provider.enable(enabled);
        }
        if (checked.domains() != null) {
            ends |= domains(provider, checked.domains());
        }
        return ends;
    }

    /// Ends the sessions it made as well.
    /// @param stillFor  as in [#change]
    /// @return          false when there is none
    public boolean remove(TenantId tenant, UUID id, Consumer<Described> stillFor) {
        Optional<TenantProvider> removed = transactions.inTenant(tenant, () -> {
            lock(tenant);
            Optional<TenantProvider> held = hold(id);
            held.ifPresent(provider -> {
                stillFor.accept(described(provider));
                domainsOf(provider).forEach(entities::remove);
                entities.flush();
                entities.remove(provider);
                entities.flush();
            });
            return held;
        });
        removed.ifPresent(provider -> followUp(provider, true));
        return removed.isPresent();
    }

    private void followUp(TenantProvider provider, boolean ends) {
        if (ends) {
            sessions.endOfBroker(provider.alias());
            ended.soon();
        }
        keeper.soon();
    }

    private void client(TenantProvider provider, CheckedProvider checked) {
        if (checked.clientId() != null) {
            provider.client(checked.clientId());
        }
        if (checked.secret() != null) {
            provider.secret(sealing.seal(checked.secret().getBytes(UTF_8), purpose(provider.alias())));
        }
    }

    static String purpose(String alias) {
        return "identity-provider " + alias;
    }

    /// Takes away what is wanted no more and adds what is new; proofs of the others stay.
    /// @return  whether one was taken away that was believed
    private boolean domains(TenantProvider provider, List<String> wanted) {
        List<String> missing = new ArrayList<>(wanted);
        boolean ends = false;
        for (ProviderDomain domain : domainsOf(provider)) {
            if (!missing.remove(domain.domain())) {
                ends |= domain.isVerified();
                entities.remove(domain);
            }
        }
        entities.flush();
        for (String domain : missing) {
            boolean elsewhere = !entities.createQuery(
                            "select 1 from ProviderDomain d where d.domain = :domain", Integer.class)
                    .setParameter("domain", domain)
                    .getResultList()
                    .isEmpty();
            if (elsewhere) {
                throw new WrongInput("/domains", because("{0} leads to another of your providers.", domain));
            }
            entities.persist(new ProviderDomain(provider.id(), domain, random(32)));
        }
        entities.flush();
        return ends;
    }

    Described described(TenantProvider provider) {
        boolean ready = !entities.createNativeQuery("select 1 from portal.identity_provider_told t where t.provider_id"
                        + " = :id and t.checked_at > :changed")
                .setParameter("id", provider.id())
                .setParameter("changed", provider.changedAt())
                .getResultList()
                .isEmpty();
        return new Described(provider, domainsOf(provider), ready);
    }

    private List<ProviderDomain> domainsOf(TenantProvider provider) {
        return entities.createQuery(
                        "from ProviderDomain d where d.providerId = :provider order by d.domain", ProviderDomain.class)
                .setParameter("provider", provider.id())
                .getResultList();
    }

    Optional<TenantProvider> hold(UUID id) {
        return Optional.ofNullable(entities.find(TenantProvider.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    private void refuseIfMany() {
        long there = entities.createQuery("select count(p) from TenantProvider p", Long.class)
                .getSingleResult();
        if (there >= BrokeringLimits.PROVIDERS) {
            throw new WrongInput("", because("A tenant has at most {0} identity providers.", there));
        }
    }

    /// Those who change a tenant's providers at the same moment stand in line.
    void lock(TenantId tenant) {
        entities.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer), hashtext(:tenant))")
                .setParameter("locks", LOCKS)
                .setParameter("tenant", tenant.toString())
                .getSingleResult();
    }

    private static <T> T required(@Nullable T checked) {
        if (checked == null) {
            throw new IllegalStateException("not checked");
        }
        return checked;
    }

    private static String random(int letters) {
        StringBuilder text = new StringBuilder(letters);
        for (int i = 0; i < letters; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
