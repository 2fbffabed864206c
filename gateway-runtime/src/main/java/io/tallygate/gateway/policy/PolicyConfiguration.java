package io.tallygate.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a policy's configuration says, member by member. Whatever is wrong is told to a person with the member's name,
/// as an [IllegalArgumentException]. A member that nobody knows is wrong: a misspelt restriction must not open a door.
public final class PolicyConfiguration {
    private static final int MAX_TEXT = 4096;
    private final JsonNode members;
    private final String path;

    private PolicyConfiguration(JsonNode members, String path) {
        this.members = members;
        this.path = path;
    }

    /// @param known  the names of all members that there may be
    public static PolicyConfiguration of(JsonNode configuration, String... known) {
        return of(configuration, "", known);
    }

    private static PolicyConfiguration of(JsonNode configuration, String path, String... known) {
        if (!configuration.isObject() && !configuration.isMissingNode() && !configuration.isNull()) {
            throw new IllegalArgumentException((path.isEmpty() ? "its configuration" : path) + " is not an object");
        }
        Set<String> names = Set.of(known);
        configuration.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(path + name + " is not known");
            }
        });
        return new PolicyConfiguration(configuration, path);
    }

    /// The JSON Schema that lies beside a kind of policy.
    /// @param file  `name.schema.json`
    public static JsonNode schemaBeside(Class<? extends PolicyType> type, String file) {
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no schema beside " + type.getName());
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public boolean has(String name) {
        return members.hasNonNull(name);
    }

    public JsonNode raw(String name) {
        return members.path(name);
    }

    /// An object inside.
    public PolicyConfiguration object(String name, String... known) {
        return of(members.path(name), path + name + ".", known);
    }

    public List<PolicyConfiguration> objects(String name, String... known) {
        List<PolicyConfiguration> all = new ArrayList<>();
        for (JsonNode each : list(name)) {
            all.add(of(each, path + name + ".", known));
        }
        return all;
    }

    public String text(String name) {
        JsonNode text = members.path(name);
        if (!text.isTextual() || text.asText().isEmpty() || text.asText().length() > MAX_TEXT) {
            throw wrong(name, "is not a text");
        }
        return text.asText();
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    public @Nullable String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    public String oneOf(String name, String otherwise, String... known) {
        String text = text(name, otherwise);
        for (String each : known) {
            if (each.equals(text)) {
                return each;
            }
        }
        throw wrong(name, "is none of " + String.join(", ", known));
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(name)) {
            if (!each.isTextual() || each.asText().isEmpty() || each.asText().length() > MAX_TEXT) {
                throw wrong(name, "holds what is not a text");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    private Iterable<JsonNode> list(String name) {
        JsonNode list = members.path(name);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong(name, "is not a list");
        }
        return list;
    }

    public boolean bool(String name, boolean otherwise) {
        JsonNode bool = members.path(name);
        if (bool.isMissingNode()) {
            return otherwise;
        }
        if (!bool.isBoolean()) {
            throw wrong(name, "is neither true nor false");
        }
        return bool.asBoolean();
    }

    public int number(String name, int otherwise, int least, int most) {
        JsonNode number = members.path(name);
        if (number.isMissingNode()) {
            return otherwise;
        }
        if (!number.isIntegralNumber()
                || !number.canConvertToInt()
                || number.asInt() < least
                || number.asInt() > most) {
            throw wrong(name, "is not a number from " + least + " to " + most);
        }
        return number.asInt();
    }

    public UUID uuid(String name) {
        return uuid(name, text(name));
    }

    public List<UUID> uuids(String name) {
        return texts(name).stream().map(text -> uuid(name, text)).toList();
    }

    private UUID uuid(String name, String text) {
        if (text.length() != 36) {
            throw wrong(name, "is not a UUID");
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw wrong(name, "is not a UUID");
        }
    }

    public IllegalArgumentException wrong(String name, String why) {
        return new IllegalArgumentException(path + name + " " + why);
    }
}
