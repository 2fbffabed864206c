package io.tallygate.portal.meter;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a meter may be. Whatever cannot be is noted where it stands.
final class MeterRules {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,26}(\\.[0-9]{1,12})?");
    private static final int LONGEST_VALUE = 127;

    /// What every question may ask for, and what an answer's columns are called.
    private static final Set<String> TAKEN = Stream.of(
                    MeterDefinition.COLUMNS.stream(),
                    MeterDefinition.EVENT_COLUMNS.stream(),
                    Stream.of("from", "to", "value", "previous", "dimensions"))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_POINTER = 200;

    private final InputCheck check;
    private final NewMeter wanted;

    MeterRules(InputCheck check, NewMeter wanted) {
        this.check = check;
        this.wanted = wanted;
    }

    /// @return null when anything was refused
    @Nullable
    MeterDefinition definition() {
        String slug = check.required("/slug", wanted.slug(), 63);
        if (!slug.isEmpty() && slug.length() <= 63 && !SLUG.matcher(slug).matches()) {
            check.refuse(
                    "/slug",
                    because("1 to 63 lower-case letters, digits and dashes, beginning and ending without a dash."));
        }
        if (Meter.ofSlug(slug).isPresent()) {
            check.refuse("/slug", because("Every tenant has a meter of this name already."));
        }
        String name = check.required("/name", wanted.name(), 200);
        String unit = check.required("/unit", wanted.unit(), 63);
        MeterSource source = source();
        Aggregation aggregation = aggregation(source);
        String eventType = eventType(source);
        String value = value(source, aggregation);
        Map<String, String> dimensions = dimensions(check, source, wanted.dimensions());
        Map<String, List<String>> filters = filters(source, dimensions.keySet());
        Map<String, BigDecimal> weights = weights(source, aggregation);
        return check.isWrong()
                ? null
                : new MeterDefinition(
                        slug, name, source, eventType, aggregation, value, dimensions, filters, weights, unit);
    }

    private MeterSource source() {
        String text = wanted.source() == null || wanted.source().isBlank() ? "requests" : wanted.source();
        return MeterSource.of(text).orElseGet(() -> {
            check.refuse("/source", oneOf(Stream.of(MeterSource.values()).map(MeterSource::wireName)));
            return MeterSource.REQUESTS;
        });
    }

    private Aggregation aggregation(MeterSource source) {
        String text = wanted.aggregation();
        Aggregation usual = source == MeterSource.REQUESTS ? Aggregation.COUNT : Aggregation.SUM;
        if (text == null || text.isBlank()) {
            return usual;
        }
        Aggregation known = Aggregation.of(text).orElse(null);
        if (known == null || !source.aggregations().contains(known)) {
            check.refuse("/aggregation", oneOf(source.aggregations().stream().map(Aggregation::wireName)));
            return usual;
        }
        return known;
    }

    private static Reason oneOf(Stream<String> words) {
        return because("One of {0}.", words.collect(Collectors.joining(", ")));
    }

    private @Nullable String eventType(MeterSource source) {
        if (source == MeterSource.EVENTS) {
            return check.required("/eventType", wanted.eventType(), LONGEST_VALUE);
        }
        if (!check.optional("/eventType", wanted.eventType(), LONGEST_VALUE).isEmpty()) {
            check.refuse("/eventType", because("Only a meter of events has one."));
        }
        return null;
    }

    private @Nullable String value(MeterSource source, Aggregation aggregation) {
        String text = check.optional("/value", wanted.value(), LONGEST_POINTER);
        boolean needed = MeterDefinition.needsValue(source, aggregation);
        if (text.isEmpty()) {
            if (needed) {
                check.refuse("/value", because("This is required."));
            }
            return null;
        }
        if (!needed) {
            check.refuse("/value", because("Such a meter needs none."));
            return null;
        }
        switch (source) {
            case EVENTS -> {
                if (!MeterDefinition.POINTER.matcher(text).matches()) {
                    check.refuse("/value", because("A JSON pointer into the event’s data, such as /tokens."));
                }
            }
            case UNITS -> {
                if (!MeterDefinition.NAME.matcher(text).matches()) {
                    check.refuse("/value", because("A unit’s name: a letter, then letters, digits, dots, dashes."));
                }
            }
            default -> column(check, "/value", text);
        }
        return text;
    }

    private static void column(InputCheck check, String pointer, String text) {
        if (!MeterDefinition.isColumn(text)) {
            check.refuse(
                    pointer,
                    because(
                            "One of {0}, or attributes/ with an attribute’s name.",
                            String.join(", ", new TreeSet<>(MeterDefinition.COLUMNS))));
        }
    }

    static Map<String, String> dimensions(InputCheck check, MeterSource source, @Nullable JsonObject wanted) {
        Map<String, String> dimensions = new TreeMap<>();
        if (wanted == null) {
            return dimensions;
        }
        if (wanted.size() > MeterDefinition.MOST_DIMENSIONS) {
            check.refuse("/dimensions", because("At most {0} of them.", MeterDefinition.MOST_DIMENSIONS));
        }
        for (Map.Entry<String, JsonValue> dimension : wanted.entrySet().stream()
                .limit(MeterDefinition.MOST_DIMENSIONS)
                .toList()) {
            String at = at("/dimensions", dimension.getKey());
            if (!MeterDefinition.DIMENSION.matcher(dimension.getKey()).matches()) {
                check.refuse(at, because("Its name: a lower-case letter, then letters, digits, dashes, underscores."));
            }
            if (TAKEN.contains(dimension.getKey())
                    && !(dimension.getValue() instanceof JsonString same
                            && same.getString().equals(dimension.getKey()))) {
                check.refuse(at, because("This name means something else: give it another."));
            }
            String leads = check.required(at, dimension.getValue() instanceof JsonString s ? s.getString() : null, 200);
            if (source.ofCalls()) {
                column(check, at, leads);
            } else if (!MeterDefinition.EVENT_COLUMNS.contains(leads)
                    && !MeterDefinition.POINTER.matcher(leads).matches()) {
                check.refuse(at, because("A JSON pointer into the event’s data, such as /model; subject; or source."));
            }
            dimensions.put(dimension.getKey(), leads);
        }
        return dimensions;
    }

    private Map<String, List<String>> filters(MeterSource source, Set<String> dimensions) {
        Map<String, List<String>> filters = new TreeMap<>();
        JsonObject given = wanted.filters();
        if (given == null) {
            return filters;
        }
        if (given.size() > MeterDefinition.MOST_DIMENSIONS) {
            check.refuse("/filters", because("At most {0} of them.", MeterDefinition.MOST_DIMENSIONS));
        }
        for (Map.Entry<String, JsonValue> filter :
                given.entrySet().stream().limit(MeterDefinition.MOST_DIMENSIONS).toList()) {
            String at = at("/filters", filter.getKey());
            boolean known = dimensions.contains(filter.getKey())
                    || (source.ofCalls() && MeterDefinition.isColumn(filter.getKey()));
            if (!known) {
                check.refuse(at, because("The meter has no such dimension."));
            }
            filters.put(filter.getKey(), values(at, filter.getValue()));
        }
        return filters;
    }

    private List<String> values(String at, JsonValue given) {
        List<String> values = new ArrayList<>();
        if (!(given instanceof JsonArray array) || array.isEmpty() || array.size() > MeterDefinition.MOST_VALUES) {
            check.refuse(at, because("A list of 1 to {0} texts.", MeterDefinition.MOST_VALUES));
            return values;
        }
        for (int index = 0; index < array.size(); index++) {
            if (array.get(index) instanceof JsonString text) {
                values.add(check.optional(at + "/" + index, text.getString(), LONGEST_VALUE));
            } else {
                check.refuse(at + "/" + index, because("Must be a text."));
            }
        }
        return List.copyOf(new ArrayList<>(new java.util.LinkedHashSet<>(values)));
    }

    private Map<String, BigDecimal> weights(MeterSource source, Aggregation aggregation) {
        Map<String, BigDecimal> weights = new TreeMap<>();
        JsonObject given = wanted.weights();
        if (given == null || given.isEmpty()) {
            return weights;
        }
        if (source != MeterSource.REQUESTS || aggregation != Aggregation.SUM) {
            check.refuse("/weights", because("Only a sum of requests has weights."));
        }
        if (given.size() > MeterDefinition.MOST_WEIGHTS) {
            check.refuse("/weights", because("At most {0} of them.", MeterDefinition.MOST_WEIGHTS));
        }
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonValue> weight :
                given.entrySet().stream().limit(MeterDefinition.MOST_WEIGHTS).toList()) {
            String at = at("/weights", weight.getKey());
            String operation = check.required(at, weight.getKey(), 200);
            String text = weight.getValue() instanceof JsonString s ? s.getString() : "";
            if (!WEIGHT.matcher(text).matches()) {
                check.refuse(at, because("A text with a decimal, such as 2.5."));
            } else if (seen.add(operation)) {
                weights.put(operation, new BigDecimal(text));
            }
        }
        return weights;
    }

    private static String at(String list, String name) {
        return list + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
