package io.tallygate.portal.state;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.api.Members;
import io.tallygate.portal.input.InputCheck;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads a document into the objects that it wants, without looking at any that exists. A member that nobody knows is
/// refused: in a document that is applied by itself a slip of the pen must not pass for silence.
final class DocumentReader {
    private final Map<Kind, Section<?>> sections;
    private final InputCheck check;
    private final List<Wanted> wanted = new ArrayList<>();
    private final Set<Place> lists = new HashSet<>();

    /// A list that stands in the document: what it does not name may be pruned.
    record Place(Kind kind, @Nullable Wanted parent) {}

    /// @param lists  those that stand in the document, also empty ones
    /// @param root   holds what was wrong with the form of members
    record Read(List<Wanted> wanted, Set<Place> lists, Selector selector, Members root) {}

    DocumentReader(Map<Kind, Section<?>> sections, InputCheck check) {
        this.sections = new EnumMap<>(sections);
        this.check = check;
    }

    /// @param tenantId  of the tenant that is meant: the settings are its own
    Read read(JsonObject document, String tenantSlug, UUID tenantId) {
        Members root = new Members(document);
        root.passOver(StateDocument.TOP);
        String format = root.optionalText("format");
        if (!StateDocument.FORMAT.equals(format)) {
            check.refuse("/format", because("Must be {0}.", StateDocument.FORMAT));
        }
        Members tenant = root.optionalObject("tenant");
        String slug = tenant == null ? null : tenant.optionalText("slug");
        if (slug != null && !slug.equals(tenantSlug)) {
            check.refuse(
                    "/tenant/slug", because("This is another tenant’s document; leave this out to apply it here."));
        }
        if (tenant != null) {
            wanted.add(settings(tenant, document.getJsonObject("tenant"), tenantId));
        }
        Selector selector = new Selector(labels(document.get("selector"), "/selector"));
        for (Kind kind : Kind.values()) {
            if (kind.parent() == null && !kind.single()) {
                readList(kind, null, document, root, "");
            }
        }
        return new Read(wanted, lists, selector, root);
    }

    private Wanted settings(Members tenant, JsonObject given, UUID tenantId) {
        Section<?> section = section(Kind.SETTINGS);
        tenant.passOver(section.settable());
        tenant.passOver(section.readOnly());
        String name = tenant.optionalText("name");
        return new Wanted(Kind.SETTINGS, "/tenant", null, tenantId, name == null ? "" : name, given, tenant, null);
    }

    private Section<?> section(Kind kind) {
        Section<?> section = sections.get(kind);
        if (section == null) {
            throw new IllegalStateException("no section for " + kind);
        }
        return section;
    }

    private void readList(Kind kind, @Nullable Wanted parent, JsonObject holder, Members members, String pointer) {
        if (!(holder.get(kind.list()) instanceof JsonArray array)) {
            members.optionalObjects(kind.list()); // says so when it is something else
            return;
        }
        lists.add(new Place(kind, parent));
        List<Members> nested = members.optionalObjects(kind.list());
        if (nested.size() != array.size()) {
            return; // noted: something among them is no object
        }
        for (int index = 0; index < array.size(); index++) {
            if (wanted.size() >= StateDocument.MOST_OBJECTS) {
                check.refuse(
                        pointer + "/" + kind.list(),
                        because("At most {0} objects in one document.", StateDocument.MOST_OBJECTS));
                return;
            }
            readObject(
                    kind,
                    parent,
                    array.getJsonObject(index),
                    nested.get(index),
                    pointer + "/" + kind.list() + "/" + index);
        }
    }

    private void readObject(Kind kind, @Nullable Wanted parent, JsonObject given, Members members, String pointer) {
        Section<?> section = section(kind);
        members.passOver(section.settable());
        members.passOver(section.readOnly());
        if (kind.labelled()) {
            members.passOver(Set.of("labels"));
        }
        Wanted one = new Wanted(
                kind,
                pointer,
                parent,
                members.optionalId("id"),
                section.key(members),
                given,
                members,
                kind.labelled() && given.containsKey("labels")
                        ? labels(given.get("labels"), pointer + "/labels")
                        : null);
        wanted.add(one);
        for (Kind inner : Kind.values()) {
            if (inner.parent() == kind) {
                readList(inner, one, given, members, pointer);
            }
        }
    }

    private Map<String, String> labels(@Nullable JsonValue given, String pointer) {
        Map<String, String> labels = new TreeMap<>();
        if (given == null || given == JsonValue.NULL) {
            return labels;
        }
        if (!(given instanceof JsonObject object)) {
            check.refuse(pointer, because("Must be an object of texts."));
            return labels;
        }
        if (object.size() > MOST_LABELS) {
            check.refuse(pointer, because("At most {0} labels.", MOST_LABELS));
        }
        object.forEach((name, value) -> {
            String text = value instanceof JsonString string ? string.getString() : "";
            if (Selector.isLabel(name, text)) {
                labels.put(name, text);
            } else {
                check.refuse(
                        pointer + "/" + step(name),
                        because("A label’s name is 1 to 63 small letters, digits and . _ / -, its value 1 to 63"
                                + " letters, digits and . _ -, each with a letter or digit at both ends."));
            }
        });
        return labels;
    }

    private static final int MOST_LABELS = 32;

    private static String step(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
