package io.tallygate.billing.document;

import java.util.ArrayDeque;
import java.util.Deque;

/// Writes an XML document element by element.
final class XmlText {
    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /// @param attributes  name, value, name, value…
    XmlText start(String name, String... attributes) {
        tag(name, attributes);
        text.append(">\n");
        open.push(name);
        return this;
    }

    XmlText end() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    XmlText leaf(String name, String value, String... attributes) {
        tag(name, attributes);
        text.append('>').append(escaped(value)).append("</").append(name).append(">\n");
        return this;
    }

    private void tag(String name, String... attributes) {
        text.append('<').append(name);
        for (int index = 0; index < attributes.length; index += 2) {
            text.append(' ')
                    .append(attributes[index])
                    .append("=\"")
                    .append(escaped(attributes[index + 1]))
                    .append('"');
        }
    }

    /// A name may hold characters that XML has no way to write.
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        value.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(point) ? point : ' ');
            }
        });
        return escaped.toString();
    }

    /// The same, with a space for each character that XML has no way to write: names may hold such.
    static String writable(String text) {
        if (text.codePoints().allMatch(XmlText::isXml)) {
            return text;
        }
        StringBuilder writable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> writable.appendCodePoint(isXml(point) ? point : ' '));
        return writable.toString();
    }

    private static boolean isXml(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return text.toString();
    }
}
