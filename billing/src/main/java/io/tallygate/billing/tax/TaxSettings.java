package io.tallygate.billing.tax;

import io.tallygate.billing.tax.store.ConsumerTaxRow;
import io.tallygate.billing.tax.store.TaxRuleRow;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's table of rates, and what it knows of its consumers. The caller owns the transaction and has set its
/// tenant.
public final class TaxSettings {
    /// Rules of one tenant.
    public static final int MOST_RULES = 2_000;

    private final EntityManager store;
    private final Clock clock;

    public TaxSettings(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public record StoredRule(UUID id, TaxRule rule) {}

    /// Oldest first.
    /// @param country  of this one only; null: of all
    /// @param after    the last id of the page before; null for the first page
    public List<StoredRule> rules(@Nullable String country, @Nullable UUID after, int limit) {
        return store.createQuery("""
            from TaxRuleRow r where (:country is null or r.country = :country) and (:after is null or r.id > :after)
            order by r.id\
            """, TaxRuleRow.class)
                .setParameter("country", country)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new StoredRule(row.id(), row.value()))
                .toList();
    }

    /// All rules, as the built-in provider asks them.
    public TaxTable table() {
        return new TaxTable(
                rules(null, null, MOST_RULES).stream().map(StoredRule::rule).toList());
    }

    public long count() {
        return store.createQuery("select count(r) from TaxRuleRow r", Long.class)
                .getSingleResult();
    }

    /// Whether the same country and code have a rule from the same day on.
    public boolean exists(TaxRule rule) {
        return rules(rule.country(), null, MOST_RULES).stream()
                .anyMatch(stored -> java.util.Objects.equals(stored.rule().taxCode(), rule.taxCode())
                        && stored.rule().validFrom().equals(rule.validFrom()));
    }

    public StoredRule add(TaxRule rule) {
        TaxRuleRow row = new TaxRuleRow(rule);
        store.persist(row);
        store.flush();
        return new StoredRule(row.id(), rule);
    }

    public Optional<StoredRule> find(UUID id) {
        return Optional.ofNullable(store.find(TaxRuleRow.class, id)).map(row -> new StoredRule(row.id(), row.value()));
    }

    /// Who changes a rule, or what tax asks of a consumer, is the only one until its transaction ends.
    public void lock(UUID changed) {
        store.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:changed, 23)) as text)")
                .setParameter("changed", changed.toString())
                .getSingleResult();
    }

    /// @return  whether there was one
    public boolean remove(UUID id) {
        TaxRuleRow row = store.find(TaxRuleRow.class, id);
        if (row != null) {
            store.remove(row);
            store.flush();
        }
        return row != null;
    }

    public ConsumerTax of(UUID consumer) {
        return Optional.ofNullable(store.find(ConsumerTaxRow.class, consumer))
                .map(row -> new ConsumerTax(row.vatId, row.exemption, row.legalEntityId))
                .orElse(ConsumerTax.UNKNOWN);
    }

    public void set(UUID consumer, ConsumerTax tax) {
        ConsumerTaxRow row = store.find(ConsumerTaxRow.class, consumer);
        boolean isNew = row == null;
        if (row == null) {
            row = new ConsumerTaxRow();
            row.consumerId = consumer;
        }
        row.vatId = tax.vatId();
        row.exemption = tax.exemption();
        row.legalEntityId = tax.legalEntity();
        row.updatedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (isNew) {
            store.persist(row);
        }
        store.flush();
    }

    /// The rate that holds on a day, to show it.
    public Optional<TaxRate> rate(String country, @Nullable String taxCode, LocalDate on) {
        return table().rate(country, taxCode, on);
    }
}
