package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.Window;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Ids;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a caller asked about usage, with its defaults: the last 30 days, by day, in UTC. Every refusal
/// names the parameter.
final class UsageParameters {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final int MOST_FILTERS = 100;
    private static final int LONGEST_FILTER = 300;
    private static final Set<String> PARAMETERS =
            Set.of("consumer", "application", "subscription", "api", "environment", "billable");
    private static final Set<String> EVENTS_BY = Set.of("subscription", "environment", "source");

    private final MultivaluedMap<String, String> given;

    UsageParameters(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    private @Nullable String text(String name) {
        String text = given.getFirst(name);
        return text == null || text.isEmpty() ? null : text;
    }

    String meter() {
        String text = text("meter");
        return text == null ? Meter.REQUESTS.slug() : text;
    }

    Window window() {
        return switch (text("window")) {
            case null -> Window.DAY;
            case "PT1M", "minute" -> Window.MINUTE;
            case "PT1H", "hour" -> Window.HOUR;
            case "P1D", "day" -> Window.DAY;
            case "P1M", "month" -> Window.MONTH;
            case "none" -> Window.NONE;
            default ->
                throw ApiProblem.badRequest(
                        "window: PT1M, PT1H, P1D or P1M, or the words minute, hour, day, month and none.");
        };
    }

    @Nullable
    Integer top() {
        String text = text("top");
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MeterSeries.MOST_TOP) {
            throw ApiProblem.badRequest("top: a whole number from 1 to %d.".formatted(MeterSeries.MOST_TOP));
        }
        return Integer.parseInt(text);
    }

    boolean compared() {
        return switch (text("compare")) {
            case null -> false;
            case "previous" -> true;
            default -> throw ApiProblem.badRequest("compare: previous.");
        };
    }

    /// Of the meter's dimensions, and of columns that have no parameter of their own.
    Map<String, List<String>> own() {
        Map<String, List<String>> own = new LinkedHashMap<>();
        for (String filter : given.getOrDefault("filter", List.of())) {
            int colon = filter.indexOf(':');
            if (colon < 1 || filter.length() > LONGEST_FILTER) {
                throw ApiProblem.badRequest("filter: a dimension, a colon and a value, such as model:large.");
            }
            String name = filter.substring(0, colon);
            if (PARAMETERS.contains(name)) {
                throw ApiProblem.badRequest("filter: there is a parameter for %s.".formatted(name));
            }
            own.computeIfAbsent(name, any -> new ArrayList<>()).add(filter.substring(colon + 1));
        }
        if (own.values().stream().mapToInt(List::size).sum() > MOST_FILTERS) {
            throw ApiProblem.badRequest("filter: at most %d of them.".formatted(MOST_FILTERS));
        }
        return own;
    }

    ZoneId zone() {
        String text = text("timeZone");
        try {
            return ZoneId.of(text == null ? "UTC" : text);
        } catch (DateTimeException unknown) {
            throw ApiProblem.badRequest("timeZone: an IANA time zone, such as Europe/Berlin.");
        }
    }

    Period period(Instant now) {
        Instant to = instant("to", now);
        Instant from = instant("from", to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw ApiProblem.badRequest("from: must be before to.");
        }
        return new Period(from, to);
    }

    private Instant instant(String name, Instant otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            // a plus sign that came unescaped in an address is a blank by now
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException malformed) {
            throw ApiProblem.badRequest(name + ": a time as in RFC 3339, such as 2026-11-01T00:00:00Z.");
        }
    }

    /// @param meter  whose dimensions may be named, besides columns
    List<String> groupBy(MeterDefinition meter) {
        String text = text("groupBy");
        List<String> dimensions = text == null ? List.of() : List.of(text.split(",", -1));
        for (String name : dimensions) {
            boolean column = meter.source().ofCalls() ? MeterDefinition.isColumn(name) : EVENTS_BY.contains(name);
            if (!column && !meter.dimensions().containsKey(name)) {
                throw ApiProblem.badRequest("groupBy: there is no such dimension.");
            }
        }
        return dimensions;
    }

    /// Only what the caller may see: staff everything, a consumer's member that consumer's.
    UsageFilter filter(Access access) {
        return new UsageFilter(
                consumer(access), id("application"), id("subscription"), id("api"), text("environment"), billable());
    }

    private @Nullable UUID consumer(Access access) {
        UUID wanted = id("consumer");
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_USAGE);
        if (visible.isEmpty()) {
            return wanted;
        }
        List<UUID> own = visible.get();
        if (own.isEmpty()) {
            throw ApiProblem.forbidden();
        }
        if (wanted == null) {
            if (own.size() > 1) {
                throw ApiProblem.badRequest("consumer: you belong to several; name one of them.");
            }
            return own.getFirst();
        }
        if (!own.contains(wanted)) {
            throw ApiProblem.notFound();
        }
        return wanted;
    }

    private @Nullable UUID id(String name) {
        String text = text(name);
        return text == null ? null : Ids.of(text);
    }

    private @Nullable Boolean billable() {
        return switch (text("billable")) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiProblem.badRequest("billable: true or false.");
        };
    }

    int number(String name, int usual, int most) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
            throw ApiProblem.badRequest("%s: a whole number from 1 to %d.".formatted(name, most));
        }
        return Integer.parseInt(text);
    }

    int limit(int usual, int most) {
        String text = text("limit");
        if (text == null) {
            return usual;
        }
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > most) {
            throw ApiProblem.badRequest("limit: a whole number from 1 to %d.".formatted(most));
        }
        return Integer.parseInt(text);
    }

    @Nullable
    String cursor() {
        return text("cursor");
    }

    /// A place in the list of what arrives; null when the list of what has been is asked.
    @Nullable
    String after() {
        return text("after");
    }
}
