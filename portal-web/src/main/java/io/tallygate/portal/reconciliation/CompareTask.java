package io.tallygate.portal.reconciliation;

import io.tallygate.billing.invoice.Invoices;
import io.tallygate.metering.completeness.Completeness;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reconciliation.HourCount;
import io.tallygate.portal.tasks.TenantTask;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.MeteredCalls;
import io.tallygate.portal.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Makes one comparison: hours that are complete, of journals and store; periods that were billed within it, of the
/// invoice and of what the store says as of the same moment and by now.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class CompareTask implements TenantTask {
    static final String NIGHTLY = "nightly";

    /// Differences of one comparison that are kept; their number is told in full.
    private static final int KEPT = 2_000;

    /// Billed periods that one comparison looks at.
    private static final int PERIODS = 2_000;

    @Inject
    private Usage usage;

    @Inject
    private MeteredCalls billedUsage;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Reconciliations comparisons;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    @Override
    public String name() {
        return "compare-usage";
    }

    @Override
    public void run(TenantId tenant, String data) {
        if (data.equals(NIGHTLY)) {
            var _ = comparisons.tonight(tenant);
            return;
        }
        UUID id = UUID.fromString(data);
        Comparison asked = comparisons.find(tenant, id).orElse(null);
        if (asked == null || asked.doneAt() != null) {
            return; // the tenant is gone, or it was made before a crash
        }
        Instant complete = Completeness.until(usage.marks(tenant), clock.instant());
        Instant end = complete.truncatedTo(ChronoUnit.HOURS);
        Instant to = end.isBefore(asked.period().to()) ? end : asked.period().to();
        List<HourCount> hours = to.isAfter(asked.period().from())
                ? usage.reconciliation()
                        .compare(tenant, new Period(asked.period().from(), to))
                : List.of();
        List<Difference> found = new ArrayList<>();
        hours.stream().filter(hour -> !hour.difference().equals("equal")).forEach(hour -> found.add(of(id, hour)));
        List<Invoices.Billed> billed = transactions.inTenant(
                tenant, () -> new Invoices(entities, clock).billedBetween(asked.period(), PERIODS));
        billed.forEach(period -> compare(tenant, id, period, found));
        long journals = hours.stream()
                .map(HourCount::journals)
                .mapToLong(count -> count == null ? 0 : count)
                .sum();
        long stored = hours.stream().mapToLong(HourCount::stored).sum();
        transactions.inTenant(tenant, () -> {
            Comparison made = entities.find(Comparison.class, id);
            found.stream().limit(KEPT).forEach(entities::persist);
            made.done(
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    complete.truncatedTo(ChronoUnit.MICROS),
                    journals,
                    stored,
                    billed.size(),
                    found.size());
            entities.flush();
        });
    }

    private static Difference of(UUID comparison, HourCount hour) {
        Long journals = hour.journals();
        return new Difference(
                comparison,
                hour.difference(),
                hour.hour(),
                hour.instance(),
                null,
                BigDecimal.valueOf(journals == null ? 0 : journals),
                BigDecimal.valueOf(hour.stored()));
    }

    private void compare(TenantId tenant, UUID comparison, Invoices.Billed billed, List<Difference> found) {
        Meter meter = Meter.named(billed.meter());
        BigDecimal asOf = billedUsage.quantity(tenant, billed.subscription(), meter, billed.period(), billed.cutOff());
        if (billed.cutOff() != null && asOf.compareTo(billed.quantity()) != 0) {
            found.add(of(comparison, "billed-otherwise", billed, asOf));
        }
        BigDecimal now = billedUsage.quantity(tenant, billed.subscription(), meter, billed.period(), null);
        if (now.compareTo(asOf) != 0 || (billed.cutOff() == null && now.compareTo(billed.quantity()) != 0)) {
            found.add(of(comparison, "came-late", billed, now));
        }
    }

    private static Difference of(UUID comparison, String kind, Invoices.Billed billed, BigDecimal store) {
        return new Difference(
                comparison,
                kind,
                billed.period().from(),
                null,
                billed.subscription().value(),
                billed.quantity(),
                store);
    }
}
