package io.tallygate.portal.running;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real SMTP server in the tests' own process, which keeps what it was given.
public final class TestMailServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private TestMailServer() {}

    /// @param text  the plain form, with line feeds
    /// @param html  as it was sent
    public record Mail(String to, String subject, String text, String html, String messageId) {}

    public static TestMailServer start() {
        TestMailServer mails = new TestMailServer();
        mails.server.start();
        return mails;
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /// What arrived for an address until now, oldest first.
    public List<Mail> to(String address) {
        try {
            List<Mail> mails = new ArrayList<>();
            for (MimeMessage message : server.getReceivedMessages()) {
                if (GreenMailUtil.getAddressList(message.getAllRecipients()).equals(address)) {
                    mails.add(read(message));
                }
            }
            return mails;
        } catch (MessagingException | IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /// Waits for the first message to an address.
    public Mail await(String address) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<Mail> mails = to(address);
            if (!mails.isEmpty()) {
                return mails.getFirst();
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("no mail to " + address);
    }

    /// How many messages arrived, whoever they are to.
    public int count() {
        return server.getReceivedMessages().length;
    }

    private static Mail read(MimeMessage message) throws MessagingException, IOException {
        String text = "";
        String html = "";
        if (message.getContent() instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                String content = part.getContent().toString().replace("\r\n", "\n");
                if (part.isMimeType("text/html")) {
                    html = content;
                } else {
                    text = content;
                }
            }
        }
        return new Mail(
                GreenMailUtil.getAddressList(message.getAllRecipients()),
                message.getSubject(),
                text,
                html,
                message.getMessageID());
    }

    @Override
    public void close() {
        server.stop();
    }
}
