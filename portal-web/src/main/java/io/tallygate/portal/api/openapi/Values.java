package io.tallygate.portal.api.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How Java's types look on the wire.
final class Values {
    static final Member ID = text("uuid", "", "0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c");

    private static final String DECIMAL = "^[0-9]+(\\.[0-9]+)?$";
    private static final Map<Type, Member> PLAIN = Map.ofEntries(
            Map.entry(String.class, text("", "", "text")),
            Map.entry(UUID.class, ID),
            Map.entry(Instant.class, text("date-time", "", "2026-11-25T10:00:00Z")),
            Map.entry(LocalDate.class, text("date", "", "2026-11-25")),
            Map.entry(YearMonth.class, text("", "^[0-9]{4}-(0[1-9]|1[0-2])$", "2026-10")),
            Map.entry(ZoneId.class, text("", "^[A-Za-z0-9_+/-]+$", "Europe/Berlin")),
            Map.entry(URI.class, text("uri", "", "https://orders.example.com/v1")),
            Map.entry(Currency.class, text("", "^[A-Z]{3}$", "EUR")),
            Map.entry(BigDecimal.class, text("", DECIMAL, "0.002")),
            Map.entry(boolean.class, typed("boolean", JsonValue.TRUE)),
            Map.entry(Boolean.class, typed("boolean", JsonValue.TRUE)),
            Map.entry(int.class, whole("int32")),
            Map.entry(Integer.class, whole("int32")),
            Map.entry(long.class, whole("int64")),
            Map.entry(Long.class, whole("int64")),
            Map.entry(JsonValue.class, new Member(JsonValue.EMPTY_JSON_OBJECT, JsonValue.NULL)),
            Map.entry(JsonObject.class, typed("object", JsonValue.EMPTY_JSON_OBJECT)));

    private Values() {}

    /// @param declared  carries [Text], [Whole] and [Items]
    /// @param nested    what to make of a record
    static Member of(AnnotatedElement declared, AnnotatedType annotated, Function<Class<?>, Member> nested) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic
                && annotated instanceof AnnotatedParameterizedType arguments
                && generic.getRawType() == List.class) {
            AnnotatedType item = arguments.getAnnotatedActualTypeArguments()[0];
            return Member.list(of(declared, item, nested), bounds(declared.getAnnotation(Items.class)));
        }
        if (type instanceof Class<?> shape && shape.isRecord()) {
            return nested.apply(shape);
        }
        if (type instanceof Class<?> choice && choice.isEnum()) {
            return oneOf(names(choice));
        }
        Member plain = PLAIN.get(type);
        if (plain == null) {
            throw new NotDescribed("%s is of type %s, which no shape has; Values knows how types look on the wire"
                    .formatted(declared, type));
        }
        return bounded(plain, declared.getAnnotation(Text.class), declared.getAnnotation(Whole.class));
    }

    private static Member bounded(Member plain, @Nullable Text text, @Nullable Whole whole) {
        if (whole != null) {
            return new Member(
                    Json.createObjectBuilder(plain.schema())
                            .add("minimum", whole.least())
                            .add("maximum", whole.most())
                            .build(),
                    Json.createValue(whole.least()));
        }
        if (text == null) {
            return plain;
        }
        if (text.oneOf().length > 0) {
            return oneOf(List.of(text.oneOf()));
        }
        JsonObjectBuilder schema = Json.createObjectBuilder(plain.schema());
        if (text.least() > 0) {
            schema.add("minLength", text.least());
        }
        if (text.most() > 0) {
            schema.add("maxLength", text.most());
        }
        if (!text.pattern().isEmpty()) {
            schema.add("pattern", text.pattern());
        }
        if (!text.format().isEmpty()) {
            schema.add("format", text.format());
        }
        return new Member(
                schema.build(), text.example().isEmpty() ? plain.example() : Json.createValue(text.example()));
    }

    /// Constants as the control API spells them.
    private static List<String> names(Class<?> choice) {
        return List.of(choice.getEnumConstants()).stream()
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static Member oneOf(List<String> choices) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        choices.forEach(array::add);
        return new Member(
                Json.createObjectBuilder()
                        .add("type", "string")
                        .add("enum", array)
                        .build(),
                Json.createValue(choices.getFirst()));
    }

    private static JsonObjectBuilder bounds(@Nullable Items items) {
        JsonObjectBuilder bounds = Json.createObjectBuilder();
        if (items != null && items.least() > 0) {
            bounds.add("minItems", items.least());
        }
        if (items != null) {
            bounds.add("maxItems", items.most());
        }
        return bounds;
    }

    private static Member text(String format, String pattern, String example) {
        JsonObjectBuilder schema = Json.createObjectBuilder().add("type", "string");
        if (!format.isEmpty()) {
            schema.add("format", format);
        }
        if (!pattern.isEmpty()) {
            schema.add("pattern", pattern);
        }
        return new Member(schema.build(), Json.createValue(example));
    }

    private static Member typed(String type, JsonValue example) {
        return new Member(Json.createObjectBuilder().add("type", type).build(), example);
    }

    private static Member whole(String format) {
        return new Member(
                Json.createObjectBuilder()
                        .add("type", "integer")
                        .add("format", format)
                        .build(),
                Json.createValue(1));
    }
}
