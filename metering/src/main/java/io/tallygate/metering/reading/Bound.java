package io.tallygate.metering.reading;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Values of a statement. Its text only ever holds the names under which they are bound.
final class Bound {
    private final Map<String, String> values = new LinkedHashMap<>();

    /// @return  what stands for the value in the statement
    String text(String value) {
        return name("String", value);
    }

    String number(long value) {
        return name("Int64", String.valueOf(value));
    }

    /// @param value  its bits
    String unsigned(long value) {
        return name("UInt64", Long.toUnsignedString(value));
    }

    String id(Object value) {
        return name("UUID", value.toString());
    }

    /// @return  a moment of whole microseconds, at or after the given one
    String moment(Instant value) {
        return "fromUnixTimestamp64Micro(" + name("Int64", Selection.micros(value)) + ", 'UTC')";
    }

    /// In an array a quote stands for itself twice; what else needs a backslash gets it where values are sent.
    String texts(List<String> values) {
        return name(
                "Array(String)",
                values.stream()
                        .map(value -> "'" + value.replace("'", "''") + "'")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    String ids(List<UUID> values) {
        return name(
                "Array(UUID)",
                values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(",", "[", "]")));
    }

    String numbers(List<Long> values) {
        return name("Array(Int64)", values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
    }

    private String name(String type, String value) {
        String name = "v" + values.size();
        values.put(name, value);
        return "{" + name + ":" + type + "}";
    }

    Map<String, String> values() {
        return values;
    }
}
