package io.tallygate.gateway.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions that take time in proportion to what they read, whatever they say (RE2/J): a pattern that a
/// tenant writes cannot hold an event loop. No back references, no looking around.
public final class LinearRegex {
    /// Characters of one pattern.
    static final int MAX_LENGTH = 1024;

    /// Steps that one pattern may become: `(a{1000}){…}` is short and would be large.
    static final int MAX_STEPS = 20_000;

    private LinearRegex() {}

    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    public static Pattern compile(String regex) {
        return compile(regex, MAX_LENGTH);
    }

    static Pattern compile(String regex, int maxLength) {
        if (regex.isEmpty() || regex.length() > maxLength) {
            throw new IllegalArgumentException("a regular expression has 1 to " + maxLength + " characters");
        }
        if (RegexSize.of(regex) > MAX_STEPS) {
            throw new IllegalArgumentException("a regular expression that becomes too large");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("not a regular expression (RE2): " + wrong.getMessage(), wrong);
        }
        if (pattern.programSize() > MAX_STEPS) {
            throw new IllegalArgumentException("a regular expression that becomes too large");
        }
        return pattern;
    }
}
