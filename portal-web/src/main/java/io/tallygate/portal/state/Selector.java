package io.tallygate.portal.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Which objects are meant: those that carry all of these labels; empty: every object.
public record Selector(Map<String, String> labels) {
    public static final Selector EVERYTHING = new Selector(Map.of());
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    static final Pattern VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    public Selector {
        labels = Map.copyOf(labels);
    }

    public boolean isEverything() {
        return labels.isEmpty();
    }

    boolean fits(Map<String, String> carried) {
        return carried.entrySet().containsAll(labels.entrySet());
    }

    /// Objects that carry what both ask for.
    public Selector and(Selector other) {
        Map<String, String> both = new LinkedHashMap<>(labels);
        both.putAll(other.labels);
        return new Selector(both);
    }

    public static boolean isLabel(String name, String value) {
        return NAME.matcher(name).matches() && VALUE.matcher(value).matches();
    }
}
