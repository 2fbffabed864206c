package io.tallygate.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one proxy says in `Forwarded` (RFC 7239, 4).
/// @param client  whom it asked for, as `for` says it
record ForwardedElement(
        @Nullable String client,
        @Nullable String scheme,
        @Nullable String host) {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private boolean isEmpty() {
        return client == null && scheme == null && host == null;
    }

    /// @return  the nearest proxy's last; empty when any of it is malformed: then nothing of it can be placed
    static List<ForwardedElement> parse(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        Reader reader = new Reader(text);
        List<ForwardedElement> elements = new ArrayList<>();
        while (true) {
            ForwardedElement element = reader.element();
            if (element == null) {
                return List.of();
            }
            if (!element.isEmpty()) {
                elements.add(element);
            }
            if (reader.isAtEnd()) {
                return elements;
            }
            if (!reader.skip(',')) {
                return List.of();
            }
        }
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            blanks();
            return at == text.length();
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        boolean skip(char c) {
            blanks();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                blanks();
                return true;
            }
            return false;
        }

        @Nullable
        ForwardedElement element() {
            String client = null;
            String scheme = null;
            String host = null;
            blanks();
            do {
                if (at < text.length() && text.charAt(at) == ',' || at == text.length()) {
                    break; // pairs and elements may be empty
                }
                String name = token();
                if (name.isEmpty() || at == text.length() || text.charAt(at++) != '=') {
                    return null;
                }
                String value = value();
                if (value == null) {
                    return null;
                }
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "for" -> client = value;
                    case "proto" -> scheme = value;
                    case "host" -> host = value;
                    default -> {}
                }
            } while (skip(';'));
            return new ForwardedElement(client, scheme, host);
        }

        private String token() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private static boolean isToken(char c) {
            return c < 0x80 && (Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0);
        }

        private @Nullable String value() {
            if (at == text.length() || text.charAt(at) != '"') {
                String token = token();
                return token.isEmpty() ? null : token;
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && ++at == text.length()) {
                    return null;
                }
                value.append(text.charAt(at));
            }
            return null;
        }
    }
}
