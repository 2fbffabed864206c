package io.tallygate.portal.mail;

import io.tallygate.portal.mail.store.Outbox;
import io.tallygate.portal.tasks.RecurringTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits in the outbox, over one connection at a time. A server that does not answer makes everything wait;
/// a
/// message that it refuses waits alone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class SendMails implements RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(SendMails.class);
    private static final int LONGEST_ERROR = 300;

    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    @Inject
    private Outbox outbox;

    @Inject
    private MailServer server;

    @Inject
    private Clock clock;

    @Override
    public String name() {
        return "send-mails";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() throws MessagingException, SQLException {
        List<Outbox.Waiting> due = outbox.due(MailLimits.BATCH);
        if (due.isEmpty()) {
            return;
        }
        Instant deadline = clock.instant().plus(MailLimits.BATCH_DEADLINE);
        try (MailServer.Conversation conversation = server.open()) {
            for (Outbox.Waiting mail : due) {
                if (clock.instant().isAfter(deadline)) {
                    return;
                }
                send(conversation, mail);
            }
        }
        outbox.forget(MailLimits.KEPT);
    }

    private void send(MailServer.Conversation conversation, Outbox.Waiting mail)
            throws MessagingException, SQLException {
        try {
            conversation.send(mail);
        } catch (MessagingException no) {
            if (!(no instanceof SendFailedException) && !conversation.isOpen()) {
                throw no; // the server went away: nothing is known against this message
            }
            note(mail, no);
            return;
        }
        outbox.sent(mail.id());
        sent.increment();
    }

    private void note(Outbox.Waiting mail, MessagingException no) throws SQLException {
        String text = String.valueOf(no.getMessage()).strip();
        String error = text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
        boolean forEver = no instanceof SendFailedException failed
                && failed.getInvalidAddresses() != null
                && failed.getInvalidAddresses().length > 0;
        if (forEver || mail.attempts() + 1 >= MailLimits.TRIES) {
            outbox.givenUp(mail.id(), error);
            givenUp.increment();
            LOG.warn("Message {} is given up after {} tries: {}", mail.id(), mail.attempts() + 1, error);
        } else {
            outbox.failed(mail.id(), error, MailLimits.pause(mail.attempts() + 1));
            refused.increment();
        }
    }

    @Gauge(
            name = "tallygate_mails_sent",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Messages that the mail server took")
    public long sent() {
        return sent.sum();
    }

    @Gauge(
            name = "tallygate_mails_refused",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Messages that the mail server refused and that are tried again")
    public long refused() {
        return refused.sum();
    }

    @Gauge(
            name = "tallygate_mails_given_up",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Messages given up after MailLimits.TRIES or a final no")
    public long givenUp() {
        return givenUp.sum();
    }
}
