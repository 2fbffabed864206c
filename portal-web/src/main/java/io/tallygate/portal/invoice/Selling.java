package io.tallygate.portal.invoice;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.legalentity.LegalEntities;
import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.tax.ConsumerTax;
import io.tallygate.billing.tax.TaxRule;
import io.tallygate.billing.tax.TaxSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Who sells for a tenant, at which tax, and what tax asks of its consumers.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Selling {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// @param slug  of a new one; of one that is there it stays as it is
    public record EntityWish(String slug, LegalEntityTerms terms, int reviewHours, boolean usual) {}

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<LegalEntity> entities(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(tenant, () -> legalEntities().list(after, limit));
    }

    public Optional<LegalEntity> entity(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> legalEntities().find(id));
    }

    /// @throws WrongInput  when its slug or series belongs to another, or there are as many as there may be
    public LegalEntity create(TenantId tenant, EntityWish wish) {
        return transactions.inTenant(tenant, () -> {
            if (legalEntities().count() >= LegalEntities.MOST) {
                throw new WrongInput("", because("At most {0} legal entities.", LegalEntities.MOST));
            }
            if (legalEntities().ofSlug(wish.slug()).isPresent()) {
                throw new WrongInput("/slug", because("A legal entity with this slug exists: {0}", wish.slug()));
            }
            refuseSeries(wish.terms().series(), null);
            return legalEntities().create(wish.slug(), wish.terms(), wish.reviewHours(), wish.usual());
        });
    }

    /// @param found  sees the entity as it is, inside the transaction that changes it, and may refuse
    /// @return       empty when there is none
    public Optional<LegalEntity> change(
            TenantId tenant, UUID id, UnaryOperator<Optional<LegalEntity>> found, EntityWish wish) {
        return transactions.inTenant(tenant, () -> {
            Optional<LegalEntity> held = found.apply(legalEntities().find(id));
            if (held.isEmpty()) {
                return held;
            }
            refuseSeries(wish.terms().series(), id);
            return legalEntities().change(id, wish.terms(), wish.reviewHours(), wish.usual());
        });
    }

    private void refuseSeries(String series, @Nullable UUID own) {
        legalEntities()
                .ofSeries(series)
                .filter(other -> !other.id().equals(own))
                .ifPresent(other -> {
                    throw new WrongInput("/series", because("Another legal entity has this series: {0}", other.slug()));
                });
    }

    /// Oldest first.
    /// @param country  of this one only; null: of all
    /// @param after    the last id of the page before; null for the first page
    public List<TaxSettings.StoredRule> rules(
            TenantId tenant, @Nullable String country, @Nullable UUID after, int limit) {
        return transactions.inTenant(tenant, () -> taxes().rules(country, after, limit));
    }

    /// @throws WrongInput  when there is one of the same country, code and first day, or as many as there may be
    public TaxSettings.StoredRule add(TenantId tenant, TaxRule rule) {
        return transactions.inTenant(tenant, () -> {
            if (taxes().count() >= TaxSettings.MOST_RULES) {
                throw new WrongInput("", because("At most {0} tax rules.", TaxSettings.MOST_RULES));
            }
            if (taxes().exists(rule)) {
                throw new WrongInput(
                        "/validFrom", because("This country and tax code have a rule from this day on already."));
            }
            return taxes().add(rule);
        });
    }

    public Optional<TaxSettings.StoredRule> rule(TenantId tenant, UUID rule) {
        return transactions.inTenant(tenant, () -> taxes().find(rule));
    }

    /// @return  whether there was one
    public boolean remove(TenantId tenant, UUID rule) {
        return remove(tenant, rule, _ -> {});
    }

    /// @param allowed  is told of the rule before it goes, and may throw
    /// @return         whether there was one
    public boolean remove(TenantId tenant, UUID rule, Consumer<TaxSettings.StoredRule> allowed) {
        return transactions.inTenant(tenant, () -> {
            taxes().lock(rule);
            taxes().find(rule).ifPresent(allowed);
            return taxes().remove(rule);
        });
    }

    public ConsumerTax of(TenantId tenant, UUID consumer) {
        return transactions.inTenant(tenant, () -> taxes().of(consumer));
    }

    /// @param allowed      is told of what there is before it changes, and may throw
    /// @throws WrongInput  when there is no such legal entity
    public ConsumerTax set(TenantId tenant, UUID consumer, ConsumerTax tax, Consumer<ConsumerTax> allowed) {
        return transactions.inTenant(tenant, () -> {
            taxes().lock(consumer);
            allowed.accept(taxes().of(consumer));
            UUID entity = tax.legalEntity();
            if (entity != null && legalEntities().find(entity).isEmpty()) {
                throw new WrongInput("/legalEntity", because("There is no such legal entity."));
            }
            taxes().set(consumer, tax);
            return taxes().of(consumer);
        });
    }

    private LegalEntities legalEntities() {
        return new LegalEntities(store, clock);
    }

    private TaxSettings taxes() {
        return new TaxSettings(store, clock);
    }
}
