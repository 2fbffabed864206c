package io.tallygate.gateway.route;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What stood in a request's path where a path condition has a parameter or a group. Values are of the normal
/// form: with what is no plain character of a path still encoded. For policies that build paths; makes objects.
public final class PathVariables {
    private PathVariables() {}

    /// @return  parameters of a template; groups of a regular expression by number from 1, and by name
    public static Set<String> namesOf(PathPattern pattern) {
        Set<String> names = new LinkedHashSet<>();
        if (pattern.kind() == PathPattern.Kind.TEMPLATE) {
            for (String segment : pattern.text().split("/", -1)) {
                String name = parameter(segment);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        Pattern regex = pattern.regex();
        if (regex != null) { // the first is the whole
            for (int group = 1; group < regex.groupCount(); group++) {
                names.add(Integer.toString(group));
            }
            names.addAll(regex.namedGroups().keySet());
        }
        return names;
    }

    /// @param path  that the pattern has matched
    public static Map<String, String> of(PathPattern pattern, RequestPath path) {
        Map<String, String> values = new HashMap<>();
        if (pattern.kind() == PathPattern.Kind.TEMPLATE) {
            template(pattern, path, values);
        }
        Pattern regex = pattern.regex();
        if (regex != null) {
            groups(regex, path.normalText(), values);
        }
        return values;
    }

    /// @param path  that the pattern has matched
    /// @return      how many of its segments the pattern has matched
    public static int segments(PathPattern pattern, RequestPath path) {
        String text = path.normalText();
        Pattern regex = pattern.regex();
        if (regex != null) {
            Matcher matcher = regex.matcher(text);
            return matcher.matches() ? slashes(text.substring(0, matcher.end(1))) : 0;
        }
        return pattern.kind() == PathPattern.Kind.PREFIX ? pattern.segments().size() : slashes(text);
    }

    private static int slashes(String text) {
        return (int) text.chars().filter(c -> c == '/').count();
    }

    private static void template(PathPattern pattern, RequestPath path, Map<String, String> values) {
        String[] names = pattern.text().split("/", -1);
        String[] segments = path.normalText().split("/", -1);
        for (int i = 1; i < names.length && i < segments.length; i++) {
            String name = parameter(names[i]);
            if (name != null) {
                PathPattern.Segment around = pattern.segments().get(i - 1);
                values.put(
                        name,
                        segments[i].substring(around.prefix().length, segments[i].length() - around.suffix().length));
            }
        }
    }

    private static void groups(Pattern regex, String path, Map<String, String> values) {
        Matcher matcher = regex.matcher(path);
        if (!matcher.matches()) {
            return;
        }
        for (int group = 1; group < regex.groupCount(); group++) {
            values.put(Integer.toString(group), orEmpty(matcher.group(group + 1)));
        }
        for (String name : regex.namedGroups().keySet()) {
            values.put(name, orEmpty(matcher.group(name)));
        }
    }

    private static String orEmpty(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static @Nullable String parameter(String segment) {
        int open = segment.indexOf('{');
        int close = segment.lastIndexOf('}');
        return open < 0 || close < open ? null : segment.substring(open + 1, close);
    }
}
