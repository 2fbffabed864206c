package io.tallygate.metering.reading;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for a meter's quantities.
/// @param billableOnly  of calls those that a plan counts; events all count
/// @param filters       of the meter's dimensions or columns the values that are counted, besides its own filters
/// @param groupBy       the meter's dimensions, or columns; at most [UsageReader#MAX_DIMENSIONS]
/// @param stored        only what the store took within it; null: all that is there
/// @param lasting       units that stay until they are taken away; null: each period begins with none
public record MeterQuery(
        TenantId tenant,
        MeterDefinition meter,
        @Nullable SubscriptionId subscription,
        @Nullable String environment,
        boolean billableOnly,
        Period period,
        Window window,
        ZoneId zone,
        Map<String, List<String>> filters,
        List<String> groupBy,
        @Nullable Stored stored,
        @Nullable Lasting lasting) {
    /// When the store took it. What was stored at or before a cut-off ([UsageReader#cutOff]) is the same for ever.
    /// @param after  not included; null: from the beginning
    /// @param upTo   included; null: up to now
    public record Stored(@Nullable Instant after, @Nullable Instant upTo) {
        public static Stored upTo(Instant cutOff) {
            return new Stored(null, cutOff);
        }
    }

    /// Seats, storage: what earlier periods brought still counts.
    /// @param ends      a place in an event's data, and what stands there when a value is gone; null: none goes
    /// @param prorated  of differing values: each counts for the share of the period's days on which it was there
    public record Lasting(@Nullable Ends ends, boolean prorated) {
        public record Ends(String pointer, String value) {}
    }

    public MeterQuery {
        filters = Map.copyOf(filters);
        groupBy = List.copyOf(groupBy);
        if (groupBy.stream().distinct().count() != groupBy.size() || groupBy.size() > UsageReader.MAX_DIMENSIONS) {
            throw new UsageQueryInvalid("groupBy", "at most " + UsageReader.MAX_DIMENSIONS + " dimensions, each once");
        }
        if (lasting != null && window != Window.NONE) {
            throw new UsageQueryInvalid("window", "units that stay are counted for a whole period");
        }
    }

    /// All of a tenant's subscriptions in one number.
    public static MeterQuery of(TenantId tenant, MeterDefinition meter, Period period) {
        return new MeterQuery(
                tenant, meter, null, null, false, period, Window.NONE, ZoneOffset.UTC, Map.of(), List.of(), null, null);
    }

    public MeterQuery withSubscription(@Nullable SubscriptionId id) {
        return new MeterQuery(
                tenant, meter, id, environment, billableOnly, period, window, zone, filters, groupBy, stored, lasting);
    }

    public MeterQuery withEnvironment(@Nullable String name) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                name,
                billableOnly,
                period,
                window,
                zone,
                filters,
                groupBy,
                stored,
                lasting);
    }

    public MeterQuery billable() {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                true,
                period,
                window,
                zone,
                filters,
                groupBy,
                stored,
                lasting);
    }

    public MeterQuery cut(Window by, ZoneId in) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                billableOnly,
                period,
                by,
                in,
                filters,
                groupBy,
                stored,
                lasting);
    }

    public MeterQuery where(Map<String, List<String>> accepted) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                billableOnly,
                period,
                window,
                zone,
                accepted,
                groupBy,
                stored,
                lasting);
    }

    public MeterQuery by(List<String> dimensions) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                billableOnly,
                period,
                window,
                zone,
                filters,
                dimensions,
                stored,
                lasting);
    }

    public MeterQuery stored(@Nullable Stored within) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                billableOnly,
                period,
                window,
                zone,
                filters,
                groupBy,
                within,
                lasting);
    }

    public MeterQuery lasting(@Nullable Lasting units) {
        return new MeterQuery(
                tenant,
                meter,
                subscription,
                environment,
                billableOnly,
                period,
                window,
                zone,
                filters,
                groupBy,
                stored,
                units);
    }
}
