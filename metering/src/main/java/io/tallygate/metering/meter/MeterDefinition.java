package io.tallygate.metering.meter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a tenant counts, as it says so itself.
/// @param slug        by which questions, plans and events know it
/// @param eventType   of the events that are meant; null unless they are the source
/// @param value       of events a JSON pointer into their data, null when they are only counted; of units the unit's
///                    name; of requests whose differing values are counted a column ([#COLUMNS]); else null
/// @param dimensions  by what it can be grouped and filtered: a name, and of events a JSON pointer into their data (or
///                    `subject`, `source`), of calls a column or `attributes/NAME`
/// @param filters     of the dimensions, or of calls of columns, the values that are counted; each must be one of them
/// @param weights     what a call of an operation counts instead of one; of requests that are summed only
/// @param unit        of its quantities, in the singular
public record MeterDefinition(
        String slug,
        String name,
        MeterSource source,
        @Nullable String eventType,
        Aggregation aggregation,
        @Nullable String value,
        Map<String, String> dimensions,
        Map<String, List<String>> filters,
        Map<String, BigDecimal> weights,
        String unit) {
    /// What is known of every call.
    public static final Set<String> COLUMNS = Set.of(
            "environment",
            "billable",
            "consumer",
            "application",
            "credential",
            "subscription",
            "product",
            "planVersion",
            "api",
            "apiVersion",
            "operation",
            "method",
            "status",
            "statusClass",
            "outcome",
            "region");

    /// What is known of every event besides its data.
    public static final Set<String> EVENT_COLUMNS = Set.of("subject", "source");

    /// What responses and events say of a call goes by such names.
    public static final String ATTRIBUTE = "attributes/";

    public static final int MOST_DIMENSIONS = 8;
    public static final int MOST_VALUES = 100;
    public static final int MOST_WEIGHTS = 200;

    /// Names of units and attributes, as responses say them.
    public static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

    /// Names of dimensions.
    public static final Pattern DIMENSION = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    /// Of RFC 6901, into an event's data; the whole of it is no value.
    public static final Pattern POINTER = Pattern.compile("(/([^~/\\p{Cntrl}]|~0|~1)*){1,16}");

    public MeterDefinition {
        dimensions = Map.copyOf(dimensions);
        filters = Map.copyOf(filters);
        weights = Map.copyOf(weights);
        if (!source.aggregations().contains(aggregation)) {
            throw new IllegalArgumentException(source + " cannot be aggregated by " + aggregation);
        }
        if ((source == MeterSource.EVENTS) != (eventType != null)) {
            throw new IllegalArgumentException("an event type belongs to a meter of events, and to no other");
        }
        if (needsValue(source, aggregation) && value == null) {
            throw new IllegalArgumentException(source + " by " + aggregation + " needs a value");
        }
    }

    /// Whether such a meter must say what its values are.
    public static boolean needsValue(MeterSource source, Aggregation aggregation) {
        return switch (source) {
            case REQUESTS -> aggregation == Aggregation.UNIQUE;
            case BYTES_IN, BYTES_OUT, DURATION -> false;
            case UNITS -> true;
            case EVENTS -> aggregation != Aggregation.COUNT;
        };
    }

    /// Whether its values are decimals; differing ones may be any text.
    public boolean isOfNumbers() {
        return aggregation != Aggregation.UNIQUE && aggregation != Aggregation.COUNT;
    }

    /// Whether calls have such a column.
    public static boolean isColumn(String text) {
        return COLUMNS.contains(text)
                || (text.startsWith(ATTRIBUTE)
                        && NAME.matcher(text.substring(ATTRIBUTE.length())).matches());
    }
}
