package io.tallygate.billing.run;

import io.tallygate.billing.run.store.RatingRunRow;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The months that were closed. The caller owns the transaction and has set its tenant.
public final class RatingRuns {
    /// Of advisory locks: who begins a run stands in line with whoever begins another of the tenant.
    private static final int LOCKS = 0x52_41_54_45;

    private final EntityManager store;

    public RatingRuns(EntityManager store) {
        this.store = store;
    }

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<RatingRun> list(@Nullable UUID before, int limit) {
        return store.createQuery(
                        "from RatingRunRow r where :before is null or r.id < :before order by r.id desc",
                        RatingRunRow.class)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultStream()
                .map(RatingRuns::run)
                .toList();
    }

    public Optional<RatingRun> of(YearMonth month) {
        return store.createQuery("from RatingRunRow r where r.month = :month", RatingRunRow.class)
                .setParameter("month", month.toString())
                .getResultStream()
                .findFirst()
                .map(RatingRuns::run);
    }

    /// Until the transaction ends nobody else begins a run of this tenant.
    void lock(UUID tenant) {
        store.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer), hashtext(:tenant))")
                .setParameter("locks", LOCKS)
                .setParameter("tenant", tenant.toString())
                .getSingleResult();
    }

    RatingRun begin(
            YearMonth month, Instant cutOff, Instant completeUntil, @Nullable String overrideReason, Instant now) {
        RatingRunRow row = new RatingRunRow(month.toString(), cutOff, completeUntil, overrideReason, now);
        store.persist(row);
        store.flush();
        return run(row);
    }

    private static RatingRun run(RatingRunRow row) {
        return new RatingRun(
                row.id(),
                YearMonth.parse(row.month()),
                row.cutOff(),
                row.completeUntil(),
                row.overrideReason(),
                row.startedAt());
    }
}
