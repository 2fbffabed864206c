package io.tallygate.cli.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which subscription a caller of the log is: one that is named, else the first rule that fits, else the one for all
/// others.
public final class Subscribers {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Map<String, String> named = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable String others;

    private record Rule(Pattern caller, String subscription) {}

    /// @param file  a caller and its subscription's id a line, with a comma, a tab or spaces between them; a line that
    ///              begins with `#` is none
    public Subscribers name(Path file) throws IOException {
        int[] number = {0};
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                number[0]++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    Matcher split = Pattern.compile("(.*?)\\s*[,\\s]\\s*(\\S+)").matcher(text);
                    if (!split.matches()) {
                        throw new IllegalArgumentException(file + ", line " + number[0] + ": a caller and the id of"
                                + " its subscription are wanted");
                    }
                    named.put(split.group(1), subscription(split.group(2), file + ", line " + number[0]));
                }
            });
        }
        return this;
    }

    /// @param text  `PATTERN=SUBSCRIPTION`: a regular expression for the whole caller
    public Subscribers rule(String text) {
        int at = text.lastIndexOf('=');
        if (at < 1) {
            throw new IllegalArgumentException("A rule is PATTERN=SUBSCRIPTION: " + text);
        }
        try {
            rules.add(new Rule(Pattern.compile(text.substring(0, at)), subscription(text.substring(at + 1), text)));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("No regular expression: " + wrong.getDescription(), wrong);
        }
        return this;
    }

    public Subscribers others(String subscription) {
        others = subscription(subscription, "--subscription");
        return this;
    }

    private static String subscription(String text, String where) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(where + ": " + text + " is not the id of a subscription");
        }
        return text;
    }

    /// @throws BadLine  when nobody is meant
    String of(String caller) {
        String one = named.get(caller);
        if (one != null) {
            return one;
        }
        for (Rule rule : rules) {
            if (rule.caller.matcher(caller).matches()) {
                return rule.subscription;
            }
        }
        if (others == null) {
            throw new BadLine("no subscription for the caller " + BadLine.shown(caller));
        }
        return others;
    }
}
