package io.tallygate.portal.gatewayconfig.store;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.Kind;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;

/// What one transaction wants changed; of several changes of one entity the last one counts.
final class PendingChanges {
    /// A transaction that changes more should be several.
    static final int MAX_CHANGES = 20_000;

    private record Key(Kind kind, UUID id) {}

    private final TenantId tenant;
    private final SequencedMap<Key, JsonValue> changes = new LinkedHashMap<>();

    PendingChanges(TenantId tenant) {
        this.tenant = tenant;
    }

    TenantId tenant() {
        return tenant;
    }

    void mustBeOf(TenantId other) {
        if (!tenant.equals(other)) {
            throw new IllegalStateException("a transaction changes the gateway configuration of one tenant only");
        }
    }

    void put(Kind kind, UUID id, JsonObject value) {
        change(new Key(kind, id), value);
    }

    void delete(Kind kind, UUID id) {
        change(new Key(kind, id), JsonValue.NULL);
    }

    private void change(Key key, JsonValue value) {
        if (changes.size() >= MAX_CHANGES && !changes.containsKey(key)) {
            throw new IllegalStateException("more than " + MAX_CHANGES + " gateway changes in one transaction");
        }
        changes.putLast(key, value);
    }

    /// `[{"kind":…,"id":…,"value":{…} or null}]`; null deletes.
    String toJson() {
        JsonArrayBuilder array = Json.createArrayBuilder();
        changes.forEach((key, value) -> array.add(Json.createObjectBuilder()
                .add("kind", key.kind().wireName())
                .add("id", key.id().toString())
                .add("value", value)));
        return array.build().toString();
    }
}
