package io.tallygate.gateway.json;

import java.util.Locale;

/// Whether an expression holds a regular expression. Those of the library may take for ever, so that they are told to a
/// person when a route is read; [MappingBounds] lets none through anyhow.
final class RegularExpressions {
    private RegularExpressions() {}

    static boolean isIn(String text) {
        char before = 0; // the last one that was neither blank nor in a comment
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
                continue;
            }
            if (c == '"' || c == '\'' || c == '`') {
                at = behind(text, at, c);
                before = c;
                continue;
            }
            if (c == '/' && !endsOperand(before, text, at)) {
                return true;
            }
            if (!Character.isWhitespace(c)) {
                before = c;
            }
            at++;
        }
        return false;
    }

    private static int behind(String text, int from, char quote) {
        for (int at = from + 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\' && quote != '`') {
                at++;
            } else if (text.charAt(at) == quote) {
                return at + 1;
            }
        }
        return text.length();
    }

    private static boolean endsOperand(char before, String text, int slash) {
        if (before == 0 || !Character.isLetterOrDigit(before) && "_)]}\"'`$%*".indexOf(before) < 0) {
            return false;
        }
        String word = text.substring(0, slash).stripTrailing().toLowerCase(Locale.ROOT);
        return !word.matches("(?s)(.*[^a-z0-9_$`.])?(and|or|in)");
    }
}
