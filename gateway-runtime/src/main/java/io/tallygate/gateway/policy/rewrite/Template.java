package io.tallygate.gateway.policy.rewrite;

import io.tallygate.gateway.route.Conditions;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A text with `{name}` where a value of the request's path is put: a parameter of the route's template, or a group of
/// its regular expression by number or name.
public final class Template {
    /// One literal, or one name.
    private record Part(String text, boolean isName) {}

    private static final Pattern PATH_NAME = Pattern.compile("\\{path\\.([^{}]*)}");

    private final List<Part> parts = new ArrayList<>();

    /// @throws IllegalArgumentException  when a path of the route has no such value
    Template(String text, Route route) {
        for (int at = 0; at < text.length(); ) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (open >= 0 && close < 0) {
                throw new IllegalArgumentException("a brace that is not closed: " + text);
            }
            int end = open < 0 ? text.length() : open;
            if (end > at) {
                parts.add(new Part(text.substring(at, end), false));
            }
            if (open >= 0) {
                parts.add(new Part(known(text.substring(open + 1, close), route), true));
                end = close + 1;
            }
            at = end;
        }
    }

    private Template() {}

    /// Where `{path.name}` stands for such a value, and every other brace for itself.
    /// @throws IllegalArgumentException  when a path of the route has no such value
    public static Template ofPath(String text, Route route) {
        Template template = new Template();
        Matcher names = PATH_NAME.matcher(text);
        int at = 0;
        while (names.find()) {
            if (names.start() > at) {
                template.parts.add(new Part(text.substring(at, names.start()), false));
            }
            template.parts.add(new Part(known(names.group(1), route), true));
            at = names.end();
        }
        template.parts.add(new Part(text.substring(at), false));
        return template;
    }

    private static String known(String name, Route route) {
        for (Conditions conditions : route.matches()) {
            if (!PathVariables.namesOf(conditions.path()).contains(name)) {
                throw new IllegalArgumentException(
                        "{" + name + "} is nothing in " + conditions.path().text());
            }
        }
        return name;
    }

    public boolean hasNames() {
        return parts.stream().anyMatch(Part::isName);
    }

    /// @param each  what is done with a value before it is put in
    public String fill(Map<String, String> values, UnaryOperator<String> each) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            @Nullable String value = part.isName() ? values.get(part.text()) : null;
            filled.append(value == null ? part.isName() ? "" : part.text() : each.apply(value));
        }
        return filled.toString();
    }
}
