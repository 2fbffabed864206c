package io.tallygate.portal.usage;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.PreviousPeriod;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers what is asked about meters, the tenant's own and those that every tenant has.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class MeterUsage {
    /// No subscription's id.
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Inject
    private Usage usage;

    @Inject
    private Meters meters;

    @Inject
    private OwnSubscriptions subscriptions;

    @Inject
    private Clock clock;

    /// One that counts, or the one of that name that was archived last.
    public Optional<MeterDefinition> meter(TenantId tenant, String slug) {
        return Meter.ofSlug(slug)
                .map(Usage::definition)
                .or(() -> meters.find(tenant, slug).map(DefinedMeter::definition));
    }

    /// @throws UsageQueryInvalid  naming the parameter
    public MeterAnswer read(TenantId tenant, MeterQuestion question) {
        // asked first: what it promises holds for the series read after it
        Instant complete = usage.completeUntil(tenant);
        Instant asOf = clock.instant();
        MeterQuery query = query(tenant, question, question.period());
        MeterSeries series = MeterSeries.read(usage.meters(), query, question.top());
        MeterSeries before = null;
        if (question.compared()) {
            Period previous = PreviousPeriod.of(question.period(), question.zone());
            before = MeterSeries.read(usage.meters(), query(tenant, question, previous), question.top());
        }
        return new MeterAnswer(series, before, asOf, complete);
    }

    /// As an Arrow stream.
    public byte[] arrow(MeterAnswer answer) {
        return usage.arrow(answer.table());
    }

    private MeterQuery query(TenantId tenant, MeterQuestion question, Period period) {
        MeterDefinition meter = question.meter();
        UsageFilter filter = question.filter();
        Map<String, List<String>> accepted = new HashMap<>(question.own());
        MeterQuery query = MeterQuery.of(tenant, meter, period)
                .cut(question.window(), question.zone())
                .by(question.groupBy())
                .withEnvironment(filter.environment());
        UUID subscription = filter.subscription();
        if (subscription != null) {
            query = query.withSubscription(new SubscriptionId(subscription));
        }
        if (meter.source().ofCalls()) {
            only(meter, accepted, "consumer", filter.consumer());
            only(meter, accepted, "application", filter.application());
            only(meter, accepted, "api", filter.api());
            if (filter.billable() != null) {
                only(meter, accepted, "billable", filter.billable());
            }
        } else {
            events(tenant, meter, filter, accepted);
        }
        return query.where(accepted);
    }

    private void events(
            TenantId tenant, MeterDefinition meter, UsageFilter filter, Map<String, List<String>> accepted) {
        if (filter.api() != null) {
            throw new UsageQueryInvalid("api", "events belong to none");
        }
        if (filter.billable() != null) {
            throw new UsageQueryInvalid("billable", "events all are");
        }
        if (filter.consumer() != null || filter.application() != null) {
            List<String> own = subscriptions.of(tenant, filter.consumer(), filter.application());
            only(meter, accepted, "subscription", own.isEmpty() ? List.of(NOBODY) : own);
        }
    }

    private static void only(
            MeterDefinition meter, Map<String, List<String>> accepted, String column, @Nullable Object value) {
        if (value != null) {
            only(meter, accepted, column, List.of(value.toString()));
        }
    }

    /// A wall between consumers: a meter's dimension of a column's name must be that column.
    private static void only(
            MeterDefinition meter, Map<String, List<String>> accepted, String column, List<String> values) {
        if (!meter.dimensions().getOrDefault(column, column).equals(column)) {
            throw new UsageQueryInvalid(column, "this meter calls something else so");
        }
        accepted.put(column, values);
    }
}
