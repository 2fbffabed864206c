package io.tallygate.portal.state;

import io.tallygate.portal.tenancy.Tenant;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes what a tenant has as a document that can be applied.
final class DocumentWriter {
    private final Current current;
    private final Map<UUID, Map<String, String>> texts;
    private final Selector selector;
    private final Map<Kind, Map<UUID, List<Found>>> inside = new HashMap<>();

    DocumentWriter(Current current, Map<UUID, Map<String, String>> texts, Selector selector) {
        this.current = current;
        this.texts = texts;
        this.selector = selector;
        for (Found one : current.objects()) {
            if (one.parent() != null && !one.hidden()) {
                inside.computeIfAbsent(one.kind(), kind -> new HashMap<>())
                        .computeIfAbsent(one.parent(), parent -> new ArrayList<>())
                        .add(one);
            }
        }
    }

    JsonObject write(Tenant tenant) {
        JsonObjectBuilder settings = Json.createObjectBuilder().add("slug", tenant.slug());
        current.objects().stream()
                .filter(one -> one.kind() == Kind.SETTINGS)
                .filter(this::isMeant)
                .forEach(one -> {
                    one.members().forEach(settings::add);
                    one.readOnly().forEach(settings::add);
                });
        JsonObjectBuilder document =
                Json.createObjectBuilder().add("format", StateDocument.FORMAT).add("tenant", settings);
        if (!selector.isEverything()) {
            document.add("selector", object(selector.labels()));
        }
        for (Kind kind : Kind.values()) {
            if (kind.parent() == null && !kind.single()) {
                JsonArrayBuilder list = Json.createArrayBuilder();
                current.objects().stream()
                        .filter(one -> one.kind() == kind && !one.hidden())
                        .filter(this::isMeant)
                        .forEach(one -> list.add(write(one)));
                document.add(kind.list(), list);
            }
        }
        return document.build();
    }

    /// A consumer stands in the document for its applications' sake too: they need their place.
    private boolean isMeant(Found one) {
        return selector.fits(current.labelsOf(one))
                || inside(Kind.APPLICATION, one.id()).stream()
                        .anyMatch(application -> selector.fits(current.labelsOf(application)));
    }

    private JsonObjectBuilder write(Found one) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", one.id().toString());
        Map<String, String> text = texts.getOrDefault(one.id(), Map.of());
        one.members().forEach((name, value) -> {
            if (!text.containsKey(name)) {
                json.add(name, value);
            }
        });
        if (one.kind().labelled() && !one.labels().isEmpty()) {
            json.add("labels", object(new TreeMap<>(one.labels())));
        }
        one.readOnly().forEach(json::add);
        for (Kind kind : Kind.values()) {
            if (kind.parent() == one.kind()) {
                JsonArrayBuilder list = Json.createArrayBuilder();
                inside(kind, one.id()).stream()
                        .filter(inner -> selector.fits(current.labelsOf(inner)))
                        .forEach(inner -> list.add(write(inner)));
                json.add(kind.list(), list);
            }
        }
        text.forEach(json::add); // last, since they are long
        return json;
    }

    private List<Found> inside(Kind kind, @Nullable UUID parent) {
        return inside.getOrDefault(kind, Map.of()).getOrDefault(parent, List.of());
    }

    private static JsonObjectBuilder object(Map<String, String> labels) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        labels.forEach(json::add);
        return json;
    }
}
