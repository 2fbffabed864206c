package io.tallygate.gateway.route;

import java.util.ArrayDeque;
import java.util.Deque;

/// How many steps a regular expression will become, seen from its text and rather too many than too few: RE2/J writes
/// every counted repetition out, so that `((a{1000}){1000}){1000}` would fill any memory before it is refused.
final class RegexSize {
    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long steps;
    private long last;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        return new RegexSize(regex).count();
    }

    private long count() {
        int at = 0;
        while (at < regex.length()) {
            at = next(at);
        }
        while (!outer.isEmpty()) {
            close(); // brackets that do not match: refused later
        }
        return steps;
    }

    /// @return  where the next part begins
    private int next(int at) {
        switch (regex.charAt(at)) {
            case '(' -> {
                outer.push(steps);
                steps = 1;
                last = 0;
            }
            case ')' -> close();
            case '{' -> repeat(at);
            case '\\' -> {
                if (regex.startsWith("\\Q", at)) {
                    int end = regex.indexOf("\\E", at);
                    int behind = end < 0 ? regex.length() : end;
                    one(behind - at);
                    return Math.min(regex.length(), behind + 2);
                }
                one(1);
                return at + 2;
            }
            case '[' -> {
                one(1);
                return behindClass(at);
            }
            default -> one(1);
        }
        return at + 1;
    }

    private void one(long size) {
        steps = capped(steps + size);
        last = size;
    }

    private void close() {
        last = steps;
        steps = capped(steps + (outer.isEmpty() ? 0 : outer.pop()));
    }

    /// The repetition of what stands before it, if it is one; of a plain text it makes too much.
    private void repeat(int at) {
        long largest = 0;
        long number = 0;
        for (int i = at + 1; i < regex.length() && regex.charAt(i) != '}'; i++) {
            int digit = regex.charAt(i) - '0';
            number = digit < 0 || digit > 9 ? 0 : Math.min(1_000_000, 10 * number + digit);
            largest = Math.max(largest, number);
        }
        long more = capped(last * largest);
        steps = capped(steps + more);
        last = capped(last + more);
    }

    private int behindClass(int at) {
        int i = at + 1;
        if (regex.startsWith("^", i)) {
            i++;
        }
        if (regex.startsWith("]", i)) {
            i++;
        }
        while (i < regex.length() && regex.charAt(i) != ']') {
            if (regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
                i = regex.indexOf(":]", i) + 2;
            } else {
                i += regex.charAt(i) == '\\' ? 2 : 1;
            }
        }
        return Math.min(regex.length(), i + 1);
    }

    private static long capped(long size) {
        return Math.min(size, 1L << 30);
    }
}
