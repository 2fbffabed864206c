package io.tallygate.portal.publishing.openapi;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What swagger-parser says, for example `attribute paths.'/orders'(get).responses is missing`, as a finding with a
/// pointer.
final class ParserMessage {
    private static final Pattern ATTRIBUTE = Pattern.compile("^attribute (.+?) (is .+)$");
    private static final Pattern STEP = Pattern.compile("'([^']*)'|\\(([^)]*)\\)|\\[([^\\]]*)]|([^.'(\\[]+)");

    private static final String OF_TYPE = "is not of type ";

    private ParserMessage() {}

    /// An unknown or odd member is a warning; one that is missing or of another type hinders.
    static boolean isError(String message) {
        return !message.contains("is unexpected")
                && !message.contains("is not in supported")
                && !message.contains("is repeated")
                && (message.contains("is missing")
                        || message.contains("is not of type")
                        || message.contains("not found")
                        || message.contains("is declared more than once")
                        || message.contains("must be"));
    }

    static Finding finding(String message) {
        Matcher attribute = ATTRIBUTE.matcher(message);
        if (!attribute.matches()) {
            return new Finding("#", because("Not as OpenAPI asks: {0}", sentence(message)));
        }
        Pointer at = Pointer.ROOT;
        Matcher step = STEP.matcher(attribute.group(1));
        while (step.find()) {
            for (int group = 1; group <= 4; group++) {
                String name = step.group(group);
                if (name != null && !name.isEmpty()) {
                    at = at.to(name);
                }
            }
        }
        return new Finding(at.toString(), reason(at.name(), attribute.group(2).replace("`", "")));
    }

    private static Reason reason(String member, String what) {
        return switch (what) {
            case "is missing" -> because("`{0}` is missing.", member);
            case "is unexpected" -> because("`{0}` is unexpected.", member);
            case "is repeated" -> because("`{0}` is repeated.", member);
            default ->
                what.startsWith(OF_TYPE)
                        ? because("`{0}` is not of type {1}.", member, what.substring(OF_TYPE.length()))
                        : because("`{0}` {1}", member, sentence(what));
        };
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
