package io.tallygate.portal.state.yaml;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Makes JSON values from the parser's events, so that every bound is kept before anything is built.
public final class YamlReader {
    private final YamlLimits limits;
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final Iterator<Event> events;
    private int nodes;
    private int aliases;

    /// @param nodes  of the value, written out
    private record Anchored(JsonValue value, int nodes) {}

    private YamlReader(String text, YamlLimits limits) {
        this.limits = limits;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(limits.characters())
                .setLabel("document")
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /// @throws NotYaml  when it is not one mapping, or beyond the limits
    public static JsonObject object(String text, YamlLimits limits) throws NotYaml {
        if (text.length() > limits.characters()) {
            throw new NotYaml("It has more than %,d characters.".formatted(limits.characters()));
        }
        try {
            return new YamlReader(text, limits).document();
        } catch (MarkedYamlEngineException broken) {
            throw new NotYaml(place(broken.getProblemMark()) + firstLine(broken.getProblem()));
        } catch (YamlEngineException broken) {
            throw new NotYaml(firstLine(String.valueOf(broken.getMessage())));
        }
    }

    private JsonObject document() throws NotYaml {
        Event event = next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.DocumentStart) {
            event = next();
        }
        if (!(event instanceof MappingStartEvent)) {
            throw new NotYaml("It is not a mapping.");
        }
        JsonObject document = (JsonObject) value(event, 1);
        next(); // the document's end
        if (next().getEventId() != Event.ID.StreamEnd) {
            throw new NotYaml("It goes on after its first document.");
        }
        return document;
    }

    private JsonValue value(Event event, int depth) throws NotYaml {
        if (depth > limits.depth()) {
            throw at(event, "nested more than %d levels deep".formatted(limits.depth()));
        }
        count(1, event);
        int before = nodes;
        JsonValue value = switch (event) {
            case AliasEvent alias -> written(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent mapping -> mapping(mapping, depth);
            case CollectionStartEvent sequence -> sequence(sequence, depth);
            default -> throw at(event, "a value is missing");
        };
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(value, nodes - before + 1)));
        }
        return value;
    }

    private JsonValue written(AliasEvent alias) throws NotYaml {
        Anchored anchored = alias.getAnchor().map(anchors::get).orElse(null);
        if (anchored == null) {
            throw at(alias, "an alias of nothing that was anchored before");
        }
        if (++aliases > limits.aliases()) {
            throw at(alias, "more than %,d aliases".formatted(limits.aliases()));
        }
        count(anchored.nodes(), alias);
        return anchored.value();
    }

    private JsonValue mapping(MappingStartEvent start, int depth) throws NotYaml {
        refuseTag(start.getTag(), Tag.MAP, start);
        JsonObjectBuilder object = Json.createObjectBuilder();
        Set<String> names = new HashSet<>();
        Event event = next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            if (!(event instanceof ScalarEvent name)) {
                throw at(event, "a member's name is no text");
            }
            if (!names.add(name.getValue())) {
                throw at(event, "the member stands here twice");
            }
            object.add(name.getValue(), value(next(), depth + 1));
            event = next();
        }
        return object.build();
    }

    private JsonValue sequence(CollectionStartEvent start, int depth) throws NotYaml {
        refuseTag(start.getTag(), Tag.SEQ, start);
        JsonArrayBuilder array = Json.createArrayBuilder();
        Event event = next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            array.add(value(event, depth + 1));
            event = next();
        }
        return array.build();
    }

    private JsonValue scalar(ScalarEvent scalar) throws NotYaml {
        refuseTag(scalar.getTag(), Tag.STR, scalar);
        String text = scalar.getValue();
        Tag tag = scalar.isPlain() && scalar.getTag().isEmpty() ? resolver.resolve(text, true) : Tag.STR;
        if (tag.equals(Tag.NULL)) {
            return JsonValue.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.parseBoolean(text) ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (tag.equals(Tag.INT) && text.matches("[-+]?[0-9]{1,18}")) {
            return Json.createValue(new BigInteger(text.replaceFirst("^\\+", "")));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                return Json.createValue(new BigDecimal(text));
            } catch (NumberFormatException noNumberOfJson) {
                return Json.createValue(text); // .inf, .nan, 0x1f: JSON has no such number
            }
        }
        return Json.createValue(text);
    }

    private void refuseTag(Optional<String> tag, Tag harmless, Event at) throws NotYaml {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(harmless.getValue())) {
            throw at(at, "tags are not read");
        }
    }

    private void count(int more, Event at) throws NotYaml {
        nodes += more;
        if (nodes > limits.nodes()) {
            throw at(at, "more than %,d values once its aliases are written out".formatted(limits.nodes()));
        }
    }

    private Event next() throws NotYaml {
        if (!events.hasNext()) {
            throw new NotYaml("It ended early.");
        }
        return events.next();
    }

    private static NotYaml at(Event event, String problem) {
        return new NotYaml(place(event.getStartMark()) + problem + ".");
    }

    private static String place(Optional<Mark> mark) {
        return mark.map(at -> "line %d, column %d: ".formatted(at.getLine() + 1, at.getColumn() + 1))
                .orElse("");
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
