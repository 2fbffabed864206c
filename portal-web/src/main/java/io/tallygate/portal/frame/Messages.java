package io.tallygate.portal.frame;

import io.tallygate.portal.input.Reason;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/// Texts of our pages in the visitor's language. A key's first word is the room whose bundle holds it:
/// `application.list.title` is in `messages/application_de.properties`.
public final class Messages {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;

    public Messages(Locale locale) {
        this.locale = locale;
    }

    /// The text with its arguments, formatted as the language does.
    /// @throws MissingResourceException  when no bundle has the key: a mistake of ours that a test catches
    public String text(String key, Object... arguments) {
        int dot = key.indexOf('.');
        String room = dot < 0 ? key : key.substring(0, dot);
        String pattern = ResourceBundle.getBundle(
                        "messages." + room,
                        Locale.of(locale.getLanguage()),
                        Messages.class.getClassLoader(),
                        NO_FALLBACK)
                .getString(key);
        return new MessageFormat(pattern, locale).format(arguments);
    }

    /// A text that there may be; as it is, without arguments.
    public Optional<String> find(String key) {
        String room = key.substring(0, key.indexOf('.'));
        ResourceBundle bundle = ResourceBundle.getBundle(
                "messages." + room, Locale.of(locale.getLanguage()), Messages.class.getClassLoader(), NO_FALLBACK);
        return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
    }

    /// Why a room refused something. The English sentence is in the code, every other language's in the bundle.
    public String text(Reason reason) {
        Object[] arguments = reason.arguments().stream()
                .map(argument -> argument instanceof Reason inner ? text(inner) : argument)
                .toArray();
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage())
                ? new MessageFormat(reason.sentence(), locale).format(arguments)
                : text(reason.key(), arguments);
    }
}
