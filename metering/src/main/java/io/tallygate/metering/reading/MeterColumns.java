package io.tallygate.metering.reading;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;

/// What a meter's names are in a statement. All text of a tenant's is bound.
final class MeterColumns {
    private static final String NUMBER = "0|[1-9][0-9]{0,5}";

    private final MeterDefinition meter;
    private final Bound bound;

    MeterColumns(MeterDefinition meter, Bound bound) {
        this.meter = meter;
        this.bound = bound;
    }

    /// A dimension of the meter, or a column.
    String dimension(String name) {
        String place = meter.dimensions().getOrDefault(name, name);
        if (!meter.source().ofCalls()) {
            return switch (place) {
                case "subject", "source", "environment" -> "toString(" + place + ")";
                case "subscription" -> "toString(subscription)";
                default -> {
                    if (!place.startsWith("/")) {
                        throw new UsageQueryInvalid("groupBy", "the meter has no dimension " + name);
                    }
                    yield text(place);
                }
            };
        }
        return column(place, name);
    }

    private String column(String place, String name) {
        if (place.startsWith(MeterDefinition.ATTRIBUTE)) {
            return "attributes[" + bound.text(place.substring(MeterDefinition.ATTRIBUTE.length())) + "]";
        }
        return switch (place) {
            case "region" -> "toString(region)";
            case "billable" -> "toString(billable)";
            case "statusClass" -> "concat(toString(intDiv(status, 100)), 'xx')";
            default ->
                "toString("
                        + Dimension.ofSlug(place)
                                .orElseThrow(() -> new UsageQueryInvalid(
                                        "groupBy", "neither a dimension of the meter nor a column: " + name))
                                .column()
                        + ")";
        };
    }

    /// The value that is aggregated: a decimal of twelve places, null when the event has none; of calls whole numbers
    /// where they are whole.
    String value() {
        String named = meter.value() == null ? "" : meter.value();
        return switch (meter.source()) {
            case REQUESTS ->
                meter.weights().isEmpty()
                        ? "1"
                        : "toDecimal256(transform(toString(operation), "
                                + bound.texts(meter.weights().keySet().stream()
                                        .sorted()
                                        .toList()) + ", "
                                + bound.texts(meter.weights().entrySet().stream()
                                        .sorted(java.util.Map.Entry.comparingByKey())
                                        .map(weight -> weight.getValue().toPlainString())
                                        .toList())
                                + ", '1'), 12)";
            case BYTES_IN -> "request_bytes";
            case BYTES_OUT -> "response_bytes";
            case DURATION -> "latency_micros";
            case UNITS -> {
                String unit = bound.text(named);
                yield "if(mapContains(units, " + unit + "), toDecimal256(units[" + unit + "], 12), NULL)";
            }
            case EVENTS -> named.isEmpty() ? "1" : "toDecimal256OrNull(" + text(named) + ", 12)";
        };
    }

    /// As [#value], for values that are only told apart: null when there is none.
    String differing() {
        String named = meter.value() == null ? "" : meter.value();
        return meter.source() == MeterSource.EVENTS
                ? "nullIf(nullIf(" + text(named) + ", ''), 'null')"
                : column(named, named);
    }

    /// The text at a JSON Pointer (RFC 6901) of an event's data: a string's content, anything else as it is written;
    /// empty when there is nothing. A step that is a number is a place in an array, or a name in an object.
    String text(String pointer) {
        String raw = "data";
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            String member = "JSONExtractRaw(" + raw + ", " + bound.text(name) + ")";
            raw = name.matches(NUMBER)
                    ? "if(JSONType(" + raw + ") = 'Array', JSONExtractRaw(" + raw + ", "
                            + bound.number(Long.parseLong(name) + 1) + "), " + member + ")"
                    : member;
        }
        return "if(startsWith(" + raw + ", '\"'), JSONExtractString(" + raw + "), " + raw + ")";
    }
}
