package io.tallygate.billing.invoice;

import jakarta.persistence.EntityManager;
import java.sql.Date;
import java.time.LocalDate;

/// Allots document numbers: 1, 2, 3… a year, for each legal entity and kind of document. The series' row stays
/// locked
/// until the transaction ends, so a
/// number is only taken when the one before it is committed, and one that was rolled back is given again:
/// no gaps.
final class NumberSeries {
    /// @param on  the date of issue; never before that of the number before
    record Allotted(InvoiceNumber number, LocalDate on) {}

    private final EntityManager store;

    NumberSeries(EntityManager store) {
        this.store = store;
    }

    /// @param prefix  of the series; empty: the year alone
    Allotted next(String prefix, LocalDate today) {
        String series = prefix.isEmpty() ? Integer.toString(today.getYear()) : prefix + "-" + today.getYear();
        // The tenant is the row's default, from the transaction's setting. Whoever waited here over midnight must not
        // put an
        // earlier date behind a later one.
        Object[] row = (Object[]) store.createNativeQuery("""
            insert into billing.number_series as s (series, last_number, last_issued_on)
            values (:series, 1, :today)
            on conflict (tenant_id, series) do update
                set last_number = s.last_number + 1,
                    last_issued_on = greatest(s.last_issued_on, excluded.last_issued_on)
            returning last_number, last_issued_on\
            """, Object[].class)
                .setParameter("series", series)
                .setParameter("today", today)
                .getSingleResult();
        LocalDate on = row[1] instanceof Date date ? date.toLocalDate() : (LocalDate) row[1];
        return new Allotted(new InvoiceNumber(series, ((Number) row[0]).longValue()), on);
    }
}
