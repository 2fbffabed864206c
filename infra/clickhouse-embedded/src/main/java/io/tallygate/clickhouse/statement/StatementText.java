package io.tallygate.clickhouse.statement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a statement's text shows without being parsed.
public sealed interface StatementText {
    /// An INSERT whose rows follow its head, as bytes of a format.
    /// @param head    the statement without its FORMAT or VALUES clause
    /// @param format  `Values` when the statement names none
    /// @param data    where the rows begin in the text; the text's length when none are in it yet
    record InsertWithRows(byte[] head, String format, int data) implements StatementText {}

    /// Any other statement.
    /// @param format  the output format it names, or null
    record Other(@Nullable String format) implements StatementText {}

    /// @param text    a statement, or for an INSERT with rows at least its head
    /// @param length  how much of `text` counts
    static StatementText of(byte[] text, int length) {
        Words words = new Words(text, length);
        String word = words.next();
        if ("INSERT".equals(word)) {
            StatementText insert = insert(text, length, words);
            if (insert != null) {
                return insert;
            }
        }
        return new Other(outputFormat(new Words(text, length)));
    }

    private static @Nullable StatementText insert(byte[] text, int length, Words words) {
        if (!"INTO".equals(words.next())) {
            return null;
        }
        String name = words.next(); // the target's first word is never a clause, whatever it is called
        if ("TABLE".equals(name) || "FUNCTION".equals(name)) {
            words.next();
        }
        int headEnd = words.position();
        for (String word = words.next(); word != null; word = words.next()) {
            switch (word) {
                case "." -> words.next();
                case "SELECT", "WITH", "FROM", "WATCH" -> {
                    return null; // rows come from a query, or from a file that the statement names
                }
                case "VALUES" -> {
                    return new InsertWithRows(Arrays.copyOf(text, headEnd), "Values", words.position());
                }
                case "FORMAT" -> {
                    String format = words.next();
                    if (format == null) {
                        return null;
                    }
                    byte[] head = Arrays.copyOf(text, headEnd);
                    String written = words.written();
                    int data =
                            "VALUES".equals(format) ? words.position() : behindFormat(text, length, words.position());
                    return new InsertWithRows(head, written, data);
                }
                default -> {}
            }
            headEnd = words.position();
        }
        return new InsertWithRows(Arrays.copyOf(text, headEnd), "Values", length);
    }

    /// Rows begin behind the blanks after the format's name, and behind one line end if there is one; the format may
    /// itself begin with anything.
    private static int behindFormat(byte[] text, int length, int position) {
        int at = position;
        while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f')) {
            at++;
        }
        if (at < length && text[at] == ';') {
            at++;
        }
        if (at < length && text[at] == '\r') {
            at++;
        }
        if (at < length && text[at] == '\n') {
            at++;
        }
        return at;
    }

    private static @Nullable String outputFormat(Words words) {
        String named = null;
        for (String word = words.next(); word != null; ) {
            if (word.equals("FORMAT")) {
                String next = words.next();
                named = next == null ? named : words.written();
                word = next;
            } else {
                word = words.next();
            }
        }
        return named;
    }
}
