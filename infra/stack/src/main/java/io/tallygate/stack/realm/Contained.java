package io.tallygate.stack.realm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Whether a running object is as wanted. It may say more than was wanted: Keycloak fills in its own defaults.
final class Contained {
    private Contained() {}

    /// @return  the members that differ, as JSON pointers; never their values, some are secrets
    static List<String> differences(JsonNode wanted, JsonNode running) {
        List<String> differences = new ArrayList<>();
        compare("", wanted, running, differences);
        return differences;
    }

    private static void compare(String pointer, JsonNode wanted, JsonNode running, List<String> differences) {
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> member : wanted.properties()) {
                compare(pointer + "/" + member.getKey(), member.getValue(), running.path(member.getKey()), differences);
            }
        } else if (wanted.isArray()
                ? !texts(wanted).equals(texts(running))
                : !text(wanted).equals(text(running))) {
            differences.add(pointer);
        }
    }

    /// Keycloak keeps its lists (locales, addresses, scopes) in no order of ours.
    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(text(each)));
        return texts;
    }

    /// What is a number or a truth in the file comes back as text in some places.
    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
