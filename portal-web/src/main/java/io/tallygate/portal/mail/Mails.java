package io.tallygate.portal.mail;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.mail.store.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a room gives up a message to a person.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Mails {
    private static final List<Locale> LANGUAGES = List.of(Locale.UK, Locale.GERMANY);
    /// ISO 639-2 for more than one.
    private static final String SEVERAL = "mul";

    @Inject
    private Outbox outbox;

    /// Sends a message once the caller's tenant transaction has committed. It has the subject `KEY.subject` and
    /// the text `KEY.text` of `messages/mail.properties`, as MessageFormat fills them; addresses in the text
    /// become links.
    ///
    /// @param messageKey  begins with `mail.`
    /// @throws WrongInput  when the tenant has sent too many messages within the hour
    public void queue(TenantId tenant, String to, Locale language, String messageKey, Object... arguments) {
        queue(tenant, to, Message.of(language, messageKey, arguments), null);
    }

    /// As [#queue], with a file.
    public void queueWith(
            Attachment attachment,
            TenantId tenant,
            String to,
            Locale language,
            String messageKey,
            Object... arguments) {
        queue(tenant, to, Message.of(language, messageKey, arguments), attachment);
    }

    private void queue(TenantId tenant, String to, Message message, @Nullable Attachment attachment) {
        if (!outbox.add(tenant, to, message.language(), message.subject(), message.text(), attachment)) {
            throw tooMany();
        }
    }

    /// As [#queue], to somebody whose language nobody knows: one message that says it in each.
    /// @param arguments  as each language writes them
    public void queueInEachLanguage(
            TenantId tenant, String to, String messageKey, Function<Locale, Object[]> arguments) {
        List<Message> each = LANGUAGES.stream()
                .map(language -> Message.of(language, messageKey, arguments.apply(language)))
                .toList();
        String subject = each.stream().map(Message::subject).collect(Collectors.joining(" · "));
        String text = each.stream().map(Message::text).collect(Collectors.joining("\n———\n\n"));
        if (!outbox.add(
                tenant,
                to,
                SEVERAL,
                Message.cut(subject, MailLimits.LONGEST_SUBJECT),
                Message.cut(text, MailLimits.LONGEST_TEXT),
                null)) {
            throw tooMany();
        }
    }

    /// As [#queue], to a person who has no tenant yet, and in a transaction of its own.
    /// @throws WrongInput  when the installation has sent too many of these within the hour
    public void queueForNobody(String to, Locale language, String messageKey, Object... arguments) {
        Message message = Message.of(language, messageKey, arguments);
        if (!outbox.addForNobody(to, message.language(), message.subject(), message.text())) {
            throw tooMany();
        }
    }

    private static WrongInput tooMany() {
        return new WrongInput("", because("Too many messages were sent within the last hour; try again later."));
    }

    private record Message(String language, String subject, String text) {
        static Message of(Locale language, String key, Object... arguments) {
            if (!key.startsWith("mail.")) {
                throw new IllegalArgumentException("a message's key begins with mail.: " + key);
            }
            Messages messages = new Messages(language);
            // a line end in a name would begin another header
            String subject = messages.text(key + ".subject", arguments)
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            String text = messages.text(key + ".text", arguments);
            return new Message(
                    language.getLanguage().equals("de") ? "de" : "en",
                    cut(subject, MailLimits.LONGEST_SUBJECT),
                    cut(text, MailLimits.LONGEST_TEXT));
        }

        private static String cut(String text, int longest) {
            return text.length() <= longest ? text : text.substring(0, longest);
        }
    }
}
