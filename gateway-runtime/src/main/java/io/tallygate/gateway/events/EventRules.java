package io.tallygate.gateway.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who may tell events and which of them are counted, as of one revision. Immutable.
public final class EventRules {
    public static final EventRules NONE = new EventRules(List.of(), List.of());

    private record Counted(UUID tenant, String type) {}

    private final Map<String, EventCredential> byHash = new HashMap<>();
    private final Map<Counted, List<EventMeter>> byType = new HashMap<>();

    public EventRules(Collection<EventCredential> credentials, Collection<EventMeter> meters) {
        for (EventCredential credential : credentials) {
            byHash.put(credential.sha256(), credential);
        }
        for (EventMeter meter : meters) {
            byType.computeIfAbsent(new Counted(meter.tenant(), meter.type()), _ -> new ArrayList<>(1))
                    .add(meter);
        }
    }

    /// @param sha256  64 hexadecimal digits in lower case
    public @Nullable EventCredential credential(String sha256) {
        return byHash.get(sha256);
    }

    /// @return those of that tenant that count such events; none: nobody does
    public List<EventMeter> meters(UUID tenant, String type) {
        return byType.getOrDefault(new Counted(tenant, type), List.of());
    }
}
