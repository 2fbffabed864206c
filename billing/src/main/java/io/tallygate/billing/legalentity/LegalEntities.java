package io.tallygate.billing.legalentity;

import io.tallygate.billing.legalentity.LegalEntity.LegalEntityTerms;
import io.tallygate.billing.legalentity.store.LegalEntityRow;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's legal entities. The caller owns the transaction and has set its tenant.
public final class LegalEntities {
    /// Of one tenant.
    public static final int MOST = 50;

    private final EntityManager store;
    private final Clock clock;

    public LegalEntities(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<LegalEntity> list(@Nullable UUID after, int limit) {
        return store.createQuery(
                        "from LegalEntityRow e where (:after is null or e.id > :after) order by e.id",
                        LegalEntityRow.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(LegalEntityRow::value)
                .toList();
    }

    public Optional<LegalEntity> find(UUID id) {
        return Optional.ofNullable(store.find(LegalEntityRow.class, id)).map(LegalEntityRow::value);
    }

    public Optional<LegalEntity> ofSlug(String slug) {
        return one("from LegalEntityRow e where e.slug = :value", slug);
    }

    public Optional<LegalEntity> ofSeries(String series) {
        return one("from LegalEntityRow e where e.series = :value", series);
    }

    /// Sells to consumers that have no entity of their own.
    public Optional<LegalEntity> usual() {
        return store.createQuery("from LegalEntityRow e where e.usual = true", LegalEntityRow.class)
                .getResultStream()
                .findFirst()
                .map(LegalEntityRow::value);
    }

    public long count() {
        return store.createQuery("select count(e) from LegalEntityRow e", Long.class)
                .getSingleResult();
    }

    /// The first one is the usual one.
    public LegalEntity create(String slug, LegalEntityTerms terms, int reviewHours, boolean usual) {
        boolean first = count() == 0;
        if (usual) {
            noneIsUsual();
        }
        LegalEntityRow row = new LegalEntityRow(slug, clock.instant().truncatedTo(ChronoUnit.MICROS));
        row.set(terms, reviewHours, usual || first, clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.persist(row);
        store.flush();
        return row.value();
    }

    /// What was issued keeps what it says.
    /// @return  empty when there is none
    public Optional<LegalEntity> change(UUID id, LegalEntityTerms terms, int reviewHours, boolean usual) {
        LegalEntityRow row = store.find(LegalEntityRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return Optional.empty();
        }
        boolean was = row.value().usual();
        if (usual && !was) {
            noneIsUsual();
        }
        row.set(terms, reviewHours, usual || was, clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.flush();
        return Optional.of(row.value());
    }

    private void noneIsUsual() {
        store.createQuery("from LegalEntityRow e where e.usual = true", LegalEntityRow.class)
                .getResultStream()
                .forEach(LegalEntityRow::notUsual);
        store.flush(); // one is unset before another is set: the store takes one only
    }

    private Optional<LegalEntity> one(String query, String value) {
        return store.createQuery(query, LegalEntityRow.class)
                .setParameter("value", value)
                .getResultStream()
                .findFirst()
                .map(LegalEntityRow::value);
    }
}
