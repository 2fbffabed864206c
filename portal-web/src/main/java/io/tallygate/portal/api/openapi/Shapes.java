package io.tallygate.portal.api.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records as JSON Schema 2020-12. A record is an object that has its components as members and no others; a component
/// that is `@Nullable` may be null, and one that is [LeftOut] may be missing. In a body null and missing are the same,
/// so there `@Nullable` says both. [ExactlyOne] asks
/// for one of several. Every record becomes a component of the document under its own simple name, with an
/// example made of its members' examples.
final class Shapes {
    private final Map<String, JsonObject> schemas = new TreeMap<>();
    private final Map<String, JsonValue> examples = new TreeMap<>();
    private final Map<String, Use> uses = new HashMap<>();

    /// @param body  whether callers send it
    private record Use(Class<?> shape, boolean body) {}

    /// Everything that was asked for so far, by name.
    JsonObject components() {
        JsonObjectBuilder components = Json.createObjectBuilder();
        schemas.forEach(components::add);
        return components.build();
    }

    /// What a caller sends.
    Member body(Class<?> shape) {
        return reference(shape, true);
    }

    /// What we answer.
    Member answer(Class<?> shape) {
        return reference(shape, false);
    }

    private Member reference(Class<?> shape, boolean body) {
        if (!shape.isRecord()) {
            throw new NotDescribed(shape.getName() + " is no record; bodies and answers are described by records");
        }
        String name = shape.getSimpleName();
        Use earlier = uses.putIfAbsent(name, new Use(shape, body));
        if (earlier == null) {
            describe(name, shape, body);
        } else if (earlier.shape() != shape) {
            throw new NotDescribed("%s and %s have the same name, which the document needs for one"
                    .formatted(earlier.shape().getName(), shape.getName()));
        } else if (earlier.body() != body && hasNullable(shape)) {
            throw new NotDescribed(name + " is a body and an answer, and has a member that may be null: in a body that"
                    + " means it may be missing, in an answer it does not; make it two records");
        }
        return new Member(
                Json.createObjectBuilder()
                        .add("$ref", "#/components/schemas/" + name)
                        .build(),
                examples.getOrDefault(name, JsonValue.EMPTY_JSON_OBJECT));
    }

    private static boolean hasNullable(Class<?> shape) {
        for (RecordComponent component : shape.getRecordComponents()) {
            if (isNullable(component.getAnnotatedType())) {
                return true;
            }
        }
        return false;
    }

    private void describe(String name, Class<?> shape, boolean body) {
        JsonObjectBuilder members = Json.createObjectBuilder();
        JsonObjectBuilder example = Json.createObjectBuilder();
        JsonArrayBuilder required = Json.createArrayBuilder();
        for (RecordComponent component : shape.getRecordComponents()) {
            Member member = member(component, component.getAnnotatedType(), body);
            members.add(component.getName(), member.schema());
            if (!others(shape).contains(component.getName())) {
                example.add(component.getName(), member.example());
            }
            boolean mayBeMissing =
                    component.isAnnotationPresent(LeftOut.class) || (body && isNullable(component.getAnnotatedType()));
            if (!mayBeMissing) {
                required.add(component.getName());
            }
        }
        JsonObjectBuilder schema = Json.createObjectBuilder().add("type", "object");
        About about = shape.getAnnotation(About.class);
        if (about != null) {
            schema.add("description", about.value());
        }
        schema.add("properties", members);
        JsonArray needed = required.build();
        if (!needed.isEmpty()) {
            schema.add("required", needed);
        }
        ExactlyOne one = shape.getAnnotation(ExactlyOne.class);
        if (one != null) {
            JsonArrayBuilder ways = Json.createArrayBuilder();
            for (String member : one.value()) {
                ways.add(Json.createObjectBuilder()
                        // linters ask for a word on what is required; its schema is above
                        .add("properties", Json.createObjectBuilder().add(member, JsonValue.EMPTY_JSON_OBJECT))
                        .add("required", Json.createArrayBuilder().add(member)));
            }
            schema.add("oneOf", ways);
        }
        JsonObject whole = example.build();
        examples.put(name, whole);
        schemas.put(
                name,
                schema.add("additionalProperties", false)
                        .add("examples", Json.createArrayBuilder().add(whole))
                        .build());
    }

    /// What cannot be in an example that has the first of them.
    private static Set<String> others(Class<?> shape) {
        ExactlyOne one = shape.getAnnotation(ExactlyOne.class);
        return one == null ? Set.of() : Stream.of(one.value()).skip(1).collect(Collectors.toUnmodifiableSet());
    }

    private Member member(RecordComponent component, AnnotatedType type, boolean body) {
        Member plain = Values.of(component, type, nested -> reference(nested, body));
        Member member = isNullable(type) ? plain.orNull() : plain;
        About about = component.getAnnotation(About.class);
        return about == null ? member : member.with("description", Json.createValue(about.value()));
    }

    static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
