package io.tallygate.gateway.policy.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.counter.KeyedLimit;
import io.tallygate.gateway.counter.Period;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.limit.LimitFields;
import io.tallygate.gateway.policy.limit.LimitPolicy;
import io.tallygate.gateway.policy.limit.LimitSettings;
import io.tallygate.gateway.policy.limit.RouteLimit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The configuration of a quota.
/// @param name          as clients see it
/// @param billableOnly  calls that are not billable give back what they used
public record QuotaConfig(LimitSettings settings, String name, Allowance.Quota allowance, boolean billableOnly) {
    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    public static QuotaConfig of(JsonNode config) {
        Set<String> members = new HashSet<>(LimitSettings.MEMBERS);
        members.addAll(List.of("name", "units", "period", "startsAt", "timeZone", "counts"));
        LimitSettings.only(config, members);
        long units = LimitSettings.number(config, "units", -1, 0, Allowance.MOST_UNITS);
        if (units < 0) {
            throw new IllegalArgumentException("a quota has units");
        }
        Period.Unit unit = Period.Unit.valueOf(
                LimitSettings.oneOf(config, "period", "month", "hour", "day", "week", "month", "year")
                        .toUpperCase(Locale.ROOT));
        boolean billableOnly = LimitSettings.oneOf(config, "counts", "billable", "billable", "all")
                .equals("billable");
        return new QuotaConfig(
                LimitSettings.of(config),
                LimitSettings.name(config, "name", "route-quota"),
                new Allowance.Quota(units, period(config, unit)),
                billableOnly);
    }

    private static Period period(JsonNode config, Period.Unit unit) {
        try {
            ZoneId zone = ZoneId.of(LimitSettings.text(config, "timeZone", "UTC"));
            return config.has("startsAt")
                    ? Period.anniversary(unit, zone, Instant.parse(LimitSettings.text(config, "startsAt", "")))
                    : Period.calendar(unit, zone);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("timeZone is not a time zone, or startsAt not a time", unknown);
        }
    }

    LimitPolicy policy(PolicyEnvironment environment) {
        KeyedLimit keyed =
                new KeyedLimit(settings.table(environment, QuotaPolicyType.NAME, name, allowance), allowance);
        RouteLimit limit = new RouteLimit(
                keyed,
                settings.key(),
                settings.otherwise(),
                new LimitFields(name),
                false,
                billableOnly,
                settings.status());
        return new LimitPolicy(environment.counts(), List.of(limit), settings.cost());
    }
}
