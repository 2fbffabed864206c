package io.tallygate.gateway.events;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What of a meter decides whether an event can be counted.
/// @param slug     the tenant's name of it
/// @param type     of the events that it counts
/// @param value    where in their data the value is; null: they are counted
/// @param decimal  the value is a number; otherwise any text that is told apart from others
/// @param filters  places in the data to the values that are counted; an event with others is not this meter's
public record EventMeter(
        UUID id,
        UUID tenant,
        String slug,
        String type,
        @Nullable JsonPointer value,
        boolean decimal,
        Map<JsonPointer, Set<String>> filters) {
    public EventMeter {
        filters = Map.copyOf(filters);
    }
}
