package io.tallygate.gateway.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// Makes a value fit for the place that it is put into, so that none can say more than itself there.
final class Places {
    private static final int MAX_VALUE = 2048;
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private Places() {}

    /// Of a path: at least one character, and none that a reader of paths takes for anything but a character.
    static @Nullable String segment(@Nullable String value) {
        return value == null || value.isEmpty() ? null : encoded(value);
    }

    static @Nullable String parameter(@Nullable String value) {
        return value == null ? null : encoded(value);
    }

    /// A control character has no place anywhere: some readers end a text there, or begin a line.
    private static @Nullable String encoded(String value) {
        if (value.length() > MAX_VALUE || !value.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
            return null;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (byte octet : value.getBytes(UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return text.toString();
    }

    /// Of a field: visible ASCII and blanks. A line's end would begin another field.
    static @Nullable String field(@Nullable String value) {
        return value == null
                        || value.length() > MAX_VALUE
                        || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\t')
                ? null
                : value;
    }

    /// Of a JSON text, which is written as one.
    static @Nullable String text(@Nullable String value) {
        return value;
    }

    /// Whether a segment would be resolved by who reads the path, and lead elsewhere; also by who decodes it before.
    static boolean hasDotSegment(String path) {
        for (String segment : path.split("/|%2[Ff]|%5[Cc]", -1)) {
            String plain = segment.replace("%2E", ".").replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..") || plain.startsWith("..;") || plain.startsWith(".;")) {
                return true;
            }
        }
        return false;
    }
}
