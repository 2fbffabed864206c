package io.tallygate.portal.mail;

import io.tallygate.portal.mail.store.Outbox;
import jakarta.activation.DataHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The installation's mail server, by its settings `TALLYGATE_SMTP_*`. Every step of a conversation has a
/// deadline.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class MailServer {
    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_HOST", defaultValue = "127.0.0.1")
    private String host;

    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_PORT", defaultValue = "1025")
    private int port;

    /// `none`, `starttls` (required then) or `tls` from the first byte.
    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_SECURITY", defaultValue = "none")
    private String security;

    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_USER")
    private Optional<String> user;

    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_PASSWORD")
    private Optional<String> password;

    @Inject
    @ConfigProperty(name = "TALLYGATE_SMTP_FROM", defaultValue = "Tallygate <no-reply@localhost.localdomain>")
    private String from;

    /// One conversation with the server, for several messages.
    final class Conversation implements AutoCloseable {
        private final Session session;
        private final Transport transport;

        private Conversation(Session session, Transport transport) {
            this.session = session;
            this.transport = transport;
        }

        void send(Outbox.Waiting mail) throws MessagingException {
            MimeMessage message = message(session, mail);
            transport.sendMessage(message, message.getAllRecipients());
        }

        boolean isOpen() {
            return transport.isConnected();
        }

        @Override
        public void close() throws MessagingException {
            transport.close();
        }
    }

    /// @throws MessagingException  when it does not answer or does not let us in
    Conversation open() throws MessagingException {
        Session session = Session.getInstance(properties());
        Transport transport = session.getTransport("smtp");
        transport.connect(host, port, user.orElse(null), password.orElse(null));
        return new Conversation(session, transport);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", millis(MailLimits.CONNECT));
        properties.setProperty("mail.smtp.timeout", millis(MailLimits.ANSWER));
        properties.setProperty("mail.smtp.writetimeout", millis(MailLimits.ANSWER));
        properties.setProperty("mail.smtp.auth", Boolean.toString(user.isPresent()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (security) {
            case "none" -> {}
            case "starttls" -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case "tls" -> properties.setProperty("mail.smtp.ssl.enable", "true");
            default -> throw new IllegalStateException("TALLYGATE_SMTP_SECURITY is none, starttls or tls");
        }
        return properties;
    }

    private MimeMessage message(Session session, Outbox.Waiting mail) throws MessagingException {
        InternetAddress sender = new InternetAddress(from, true);
        MimeMessage message = new MimeMessage(session) {
            /// The same for every try, so that a message that was sent twice is recognised as one.
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mail.id() + "@" + domain(sender) + ">");
            }
        };
        message.setFrom(sender);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.recipient(), true));
        message.setSubject(mail.subject(), "UTF-8");
        message.setSentDate(Date.from(mail.createdAt()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", mail.language());
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(mail.body(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(HtmlText.of(mail.language(), mail.subject(), mail.body()), "UTF-8", "html");
        message.setContent(content(new MimeMultipart("alternative", plain, html), mail.attachment()));
        message.saveChanges();
        return message;
    }

    private static MimeMultipart content(MimeMultipart text, @Nullable Attachment attachment)
            throws MessagingException {
        if (attachment == null) {
            return text;
        }
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(text);
        MimeBodyPart file = new MimeBodyPart();
        file.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.bytes(), attachment.mediaType())));
        file.setFileName(attachment.name());
        file.setDisposition(MimeBodyPart.ATTACHMENT);
        return new MimeMultipart("mixed", body, file);
    }

    private static String domain(InternetAddress sender) {
        return sender.getAddress().substring(sender.getAddress().indexOf('@') + 1);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
