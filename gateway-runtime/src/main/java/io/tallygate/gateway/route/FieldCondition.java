package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// What a header field or a query parameter must be for a route to answer: a value, exactly, or what a regular
/// expression matches as a whole.
/// @param name   of a header in lower case; of a parameter as it is once decoded
/// @param value  the value, or the regular expression's text
/// @param regex  null: exactly the value
public record FieldCondition(
        String name, String value, @Nullable Pattern regex) {
    public FieldCondition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a condition without a name");
        }
    }

    public static FieldCondition exact(String name, String value) {
        return new FieldCondition(name, value, null);
    }

    /// @throws IllegalArgumentException  says, to a person, why the pattern cannot be used
    public static FieldCondition regex(String name, String regex) {
        return new FieldCondition(name, regex, LinearRegex.compile(regex));
    }

    /// The whole field, or one element of its list, is what was asked for.
    boolean isMetByHeader(@Nullable String sent) {
        if (sent == null) {
            return false;
        }
        if (isMet(sent, 0, sent.length())) {
            return true;
        }
        int comma = sent.indexOf(',');
        for (int from = 0; comma >= 0 || from > 0; ) {
            int to = comma < 0 ? sent.length() : comma;
            if (isMet(sent, from, to)) {
                return true;
            }
            if (comma < 0) {
                return false;
            }
            from = comma + 1;
            comma = sent.indexOf(',', from);
        }
        return false;
    }

    private boolean isMet(String sent, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && isBlank(sent.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(sent.charAt(end - 1))) {
            end--;
        }
        if (regex != null) {
            return regex.matcher(sent.substring(begin, end)).matches();
        }
        return end - begin == value.length() && sent.startsWith(value, begin);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// The first parameter of the name decides. Names and values are compared decoded, `+` as a blank.
    boolean isMetByQuery(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (int from = 0; from <= query.length(); ) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', from);
            int nameTo = equals < 0 || equals > to ? to : equals;
            if (isDecoded(query, from, nameTo, name)) {
                int valueFrom = Math.min(to, nameTo + 1);
                return regex == null
                        ? isDecoded(query, valueFrom, to, value)
                        : regex.matcher(decode(query, valueFrom, to)).matches();
            }
            from = to + 1;
        }
        return false;
    }

    /// Whether that part of the query is the text, without making a String of it.
    private static boolean isDecoded(String query, int from, int to, String text) {
        int at = 0;
        for (int i = from; i < to; at++) {
            char c = query.charAt(i);
            int octet = c == '%' ? triplet(query, i, to) : -1;
            if (octet >= 0x80 || at < text.length() && text.charAt(at) >= 0x80) {
                return decode(query, from, to).equals(text); // not ASCII: rare, and not one octet a character
            }
            int decoded = octet >= 0 ? octet : c == '+' ? ' ' : c;
            if (at >= text.length() || text.charAt(at) != decoded) {
                return false;
            }
            i += octet >= 0 ? 3 : 1;
        }
        return at == text.length();
    }

    private static String decode(String query, int from, int to) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; ) {
            char c = query.charAt(i);
            int octet = c == '%' ? triplet(query, i, to) : -1;
            octets.write(octet >= 0 ? octet : c == '+' ? ' ' : c);
            i += octet >= 0 ? 3 : 1;
        }
        return octets.toString(UTF_8);
    }

    /// @return  -1 when it is no encoded octet; the percent sign then stands for itself
    private static int triplet(String text, int percent, int to) {
        if (percent + 2 >= to) {
            return -1;
        }
        int high = hex(text.charAt(percent + 1));
        int low = hex(text.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
