package io.tallygate.stack.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;

/// One message to one recipient, as it was received.
/// @param id    counts from 1 since the start
/// @param text  the plain form; empty when it had none
/// @param html  the HTML form; empty when it had none
record ReceivedMail(
        long id,
        Instant receivedAt,
        String from,
        String to,
        String subject,
        String language,
        String text,
        String html) {

    static ReceivedMail read(long id, Instant receivedAt, String to, MimeMessage message)
            throws MessagingException, IOException {
        String language = message.getHeader("Content-Language", ",");
        return new ReceivedMail(
                id,
                receivedAt,
                message.getFrom() == null || message.getFrom().length == 0 ? "" : message.getFrom()[0].toString(),
                to,
                message.getSubject() == null ? "" : message.getSubject(),
                language == null ? "" : language,
                content(message, "text/plain"),
                content(message, "text/html"));
    }

    private static String content(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = content(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
