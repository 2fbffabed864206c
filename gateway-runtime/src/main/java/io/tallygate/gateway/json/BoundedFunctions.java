package io.tallygate.gateway.json;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions of JSONata that could make much of little in one step, in a form that cannot. `$eval` is not offered: what
/// it would evaluate is data.
final class BoundedFunctions {
    private static final int MAX = MappingBounds.MAX_WEIGHT;

    private BoundedFunctions() {}

    static void putInto(Jsonata expression) {
        put(expression, "eval", "<sx?:x>", (_, _) -> {
            throw new JsonFault(JsonFault.Kind.WORK, "$eval is not offered");
        });
        put(expression, "pad", "<s-ns?:s>", (_, given) -> pad(text(given, 0), number(given, 1, 0), text(given, 2)));
        put(expression, "join", "<a<s>s?:s>", (_, given) -> join(given));
        put(expression, "replace", "<s-ssn?:s>", (_, given) -> replace(given));
        put(expression, "split", "<s-sn?:a<s>>", (_, given) -> split(given));
        put(expression, "append", "<xx:a>", (_, given) -> append(given));
    }

    private static void put(Jsonata expression, String name, String signature, JFunctionCallable function) {
        expression.registerFunction(name, new JFunction(function, signature));
    }

    private static @Nullable String text(List<?> given, int at) {
        return at < given.size() && given.get(at) instanceof String text ? text : null;
    }

    private static int number(List<?> given, int at, int otherwise) {
        return at < given.size() && given.get(at) instanceof Number number ? number.intValue() : otherwise;
    }

    private static @Nullable String pad(@Nullable String text, int width, @Nullable String with) {
        if (text == null) {
            return null;
        }
        long missing = Math.abs((long) width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        String filler = with == null || with.isEmpty() ? " " : with;
        check(text.length() + missing * 2);
        StringBuilder padding = new StringBuilder();
        int[] each = filler.codePoints().toArray();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(each[i % each.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }

    private static @Nullable String join(List<?> given) {
        if (given.isEmpty() || !(given.getFirst() instanceof List<?> texts)) {
            return text(given, 0);
        }
        String between = text(given, 1);
        String separator = between == null ? "" : between;
        long length = (long) separator.length() * texts.size();
        for (Object each : texts) {
            length += String.valueOf(each).length();
        }
        check(length);
        StringBuilder joined = new StringBuilder((int) length);
        for (int i = 0; i < texts.size(); i++) {
            joined.append(i == 0 ? "" : separator).append(texts.get(i));
        }
        return joined.toString();
    }

    private static @Nullable String replace(List<?> given) {
        String text = text(given, 0);
        String pattern = text(given, 1);
        String replacement = text(given, 2);
        if (text == null || pattern == null || replacement == null) {
            return text;
        }
        if (pattern.isEmpty()) {
            throw new JsonFault(JsonFault.Kind.MISFIT, "$replace has nothing to look for");
        }
        int most = number(given, 3, Integer.MAX_VALUE);
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        int place = text.indexOf(pattern);
        for (int count = 0; place >= 0 && count < most; count++) {
            replaced.append(text, from, place).append(replacement);
            check(replaced.length());
            from = place + pattern.length();
            place = text.indexOf(pattern, from);
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static @Nullable Object split(List<?> given) {
        String text = text(given, 0);
        String separator = text(given, 1);
        if (text == null || separator == null) {
            return null;
        }
        long parts = 1;
        if (separator.isEmpty()) {
            parts = text.length();
        } else {
            for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length())) {
                parts++;
            }
        }
        if (parts > MappingBounds.MAX_ITEMS) {
            throw new JsonFault(JsonFault.Kind.SIZE, "$split makes more than " + MappingBounds.MAX_ITEMS + " parts");
        }
        return Functions.split(text, separator, given.size() > 2 ? (Number) given.get(2) : null);
    }

    /// As the function of $reduce it would copy a list for each of its items, and nobody would look at the time.
    private static @Nullable Object append(List<?> given) {
        Object appended = Functions.append(given.get(0), given.get(1));
        if (appended instanceof Collection<?> items) {
            MappingBounds.current().copied(items.size());
        }
        return appended;
    }

    private static void check(long length) {
        if (length > MAX) {
            throw new JsonFault(JsonFault.Kind.SIZE, "a text on the way is too large");
        }
    }
}
