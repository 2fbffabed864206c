package io.tallygate.clickhouse.statement;

import org.jspecify.annotations.Nullable;

/// Walks over a statement's bytes word by word, past white space, comments, strings, quoted names, and everything in
/// brackets. A word is a run of letters, digits and underscores; any other byte is a word of its own.
final class Words {
    private final byte[] text;
    private final int end;
    private int at;
    private int wordStart;

    Words(byte[] text, int length) {
        this.text = text;
        this.end = length;
    }

    /// @return  the next word outside brackets, in capitals; `'`, `"` and `` ` `` stand for whole quoted texts, `(` for
    ///          all that is in the brackets; null at the end, also when the text ends within something
    @Nullable
    String next() {
        skipSpace();
        if (at >= end) {
            return null;
        }
        wordStart = at;
        byte first = text[at];
        if (isWord(first)) {
            StringBuilder word = new StringBuilder();
            while (at < end && isWord(text[at])) {
                word.append((char) (text[at] >= 'a' && text[at] <= 'z' ? text[at] - 32 : text[at] & 0xff));
                at++;
            }
            return word.toString();
        }
        boolean whole = switch (first) {
            case '\'', '"', '`' -> skipQuoted(first);
            case '(', '[', '{' -> skipBrackets();
            default -> {
                at++;
                yield true;
            }
        };
        return whole ? String.valueOf((char) (first & 0xff)) : null;
    }

    /// Behind the last word.
    int position() {
        return at;
    }

    /// The last word as it was written.
    String written() {
        return new String(text, wordStart, at - wordStart, java.nio.charset.StandardCharsets.UTF_8);
    }

    private void skipSpace() {
        while (at < end) {
            byte b = text[at];
            if (b == ' ' || (b >= '\t' && b <= '\r')) {
                at++;
            } else if (starts("--") || starts("#!") || starts("# ")) {
                while (at < end && text[at] != '\n') {
                    at++;
                }
            } else if (starts("/*")) {
                at += 2;
                while (at < end && !starts("*/")) {
                    at++;
                }
                at = Math.min(end, at + 2);
            } else {
                return;
            }
        }
    }

    private boolean starts(String what) {
        return at + 1 < end && text[at] == what.charAt(0) && text[at + 1] == what.charAt(1);
    }

    private boolean skipQuoted(byte quote) {
        for (at++; at < end; at++) {
            if (text[at] == '\\') {
                at++;
            } else if (text[at] == quote) {
                if (at + 1 < end && text[at + 1] == quote) {
                    at++; // a doubled quote is a quote
                } else {
                    at++;
                    return true;
                }
            }
        }
        at = end;
        return false;
    }

    private boolean skipBrackets() {
        int depth = 0;
        while (at < end) {
            switch (text[at]) {
                case '(', '[', '{' -> {
                    depth++;
                    at++;
                }
                case ')', ']', '}' -> {
                    at++;
                    if (--depth == 0) {
                        return true;
                    }
                }
                case '\'', '"', '`' -> {
                    if (!skipQuoted(text[at])) {
                        return false;
                    }
                }
                default -> {
                    int before = at;
                    skipSpace();
                    if (at == before) {
                        at++;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isWord(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b < 0;
    }
}
