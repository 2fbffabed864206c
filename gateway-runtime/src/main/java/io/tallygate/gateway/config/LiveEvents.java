package io.tallygate.gateway.config;

import io.tallygate.gateway.config.EventReader.MeterValue;
import io.tallygate.gateway.events.EventCredential;
import io.tallygate.gateway.events.EventMeter;
import io.tallygate.gateway.events.EventRules;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Meters of events and their credentials as the feed has told them. They are few: each change makes the rules anew.
final class LiveEvents {
    private final Map<UUID, EventMeter> meters = new HashMap<>();
    private final Map<UUID, EventCredential> credentials = new HashMap<>();
    private EventRules rules = EventRules.NONE;
    private boolean changed;

    void forgetAll() {
        meters.clear();
        credentials.clear();
        changed = true;
    }

    void forgetMeter(UUID id) {
        changed |= meters.remove(id) != null;
    }

    void forgetCredential(UUID id) {
        changed |= credentials.remove(id) != null;
    }

    void put(UUID id, MeterValue meter) {
        if (meter.counted() != null) {
            meters.put(id, meter.counted());
            changed = true;
        }
    }

    void put(EventCredential credential) {
        credentials.put(credential.id(), credential);
        changed = true;
    }

    int meters() {
        return meters.size();
    }

    int credentials() {
        return credentials.size();
    }

    /// The same as long as nothing of them changes.
    EventRules rules() {
        if (changed) {
            rules = new EventRules(credentials.values(), meters.values());
            changed = false;
        }
        return rules;
    }
}
