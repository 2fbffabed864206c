package io.tallygate.portal.input;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;

/// Why something cannot be, in an English sentence with places for what it speaks of: `At most {0} APIs.` A program is
/// told in English; a page says it in its reader's language, for which the sentence itself is the key:
/// `refusal.at-most-0-apis` in `messages/refusal_de.properties`.
public final class Reason {
    private final String sentence;
    private final List<Object> arguments;

    private Reason(String sentence, List<Object> arguments) {
        this.sentence = sentence;
        this.arguments = arguments;
    }

    /// @param sentence   always written out where it is said, so that a test finds every one; a pattern of
    ///                   [MessageFormat], in which an apostrophe is ’
    /// @param arguments  another reason is said in the same language
    public static Reason because(String sentence, Object... arguments) {
        return new Reason(sentence, List.of(arguments));
    }

    public String sentence() {
        return sentence;
    }

    public List<Object> arguments() {
        return arguments;
    }

    public String key() {
        return keyOf(sentence);
    }

    /// The sentence in small letters, with a hyphen for all between its words and numbers.
    public static String keyOf(String sentence) {
        return "refusal."
                + sentence.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
    }

    public String english() {
        Object[] said = arguments.stream()
                .map(argument -> argument instanceof Reason inner ? inner.english() : argument)
                .toArray();
        return new MessageFormat(sentence, Locale.ENGLISH).format(said);
    }

    @Override
    public String toString() {
        return english();
    }
}
