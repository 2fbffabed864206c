package io.tallygate.stack.realm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `realm/tallygate-realm.json` with this installation's addresses and secrets in the places of its `${names}`.
public final class RealmFile {
    private static final String RESOURCE = "/realm/tallygate-realm.json";
    private static final String FLOWS = "/realm/flows.json";
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z]+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealmFile() {}

    /// @param values  what to put in for each name; one that is missing is a mistake and refused
    public static ObjectNode read(Map<String, String> values) throws IOException {
        try (InputStream file = Objects.requireNonNull(RealmFile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return filled(new String(file.readAllBytes(), StandardCharsets.UTF_8), values);
        }
    }

    /// What Keycloak's own import of a realm would not add to the flows that it has: by their names.
    public static ObjectNode flows() throws IOException {
        try (InputStream file = Objects.requireNonNull(RealmFile.class.getResourceAsStream(FLOWS), FLOWS)) {
            return (ObjectNode) JSON.readTree(file);
        }
    }

    static ObjectNode filled(String text, Map<String, String> values) throws IOException {
        String filled = PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(quoted(
                        Objects.requireNonNull(values.get(place.group(1)), () -> "the realm needs " + place.group()))));
        return (ObjectNode) JSON.readTree(filled);
    }

    /// As it stands inside a JSON text.
    private static String quoted(String value) {
        String text = JSON.getNodeFactory().textNode(value).toString();
        return text.substring(1, text.length() - 1);
    }
}
