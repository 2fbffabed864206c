package io.tallygate.stack.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The newest messages, whoever they are to; older ones are forgotten, and all of them with the process.
final class Mailbox {
    static final int KEPT = 500;

    private final Deque<ReceivedMail> newestFirst = new ArrayDeque<>();
    private long received;

    synchronized void add(String to, MimeMessage message) throws MessagingException, IOException {
        newestFirst.addFirst(ReceivedMail.read(++received, Instant.now(), to, message));
        while (newestFirst.size() > KEPT) {
            newestFirst.removeLast();
        }
    }

    synchronized List<ReceivedMail> newestFirst() {
        return List.copyOf(newestFirst);
    }

    synchronized Optional<ReceivedMail> find(long id) {
        return newestFirst.stream().filter(mail -> mail.id() == id).findFirst();
    }
}
