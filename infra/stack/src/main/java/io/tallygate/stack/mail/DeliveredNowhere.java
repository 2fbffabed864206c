package io.tallygate.stack.mail;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Whoever a message is to: it goes into the one mailbox, where GreenMail itself would keep one for each recipient for
/// ever.
record DeliveredNowhere(MailAddress address, Mailbox mailbox) implements GreenMailUser {
    @Override
    public void deliver(MovingMessage message) {
        deliver(message.getMessage());
    }

    @Override
    public void deliver(MimeMessage message) {
        try {
            mailbox.add(address.getEmail(), message);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (MessagingException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    @Override
    public String getEmail() {
        return address.getEmail();
    }

    @Override
    public String getLogin() {
        return address.getEmail();
    }

    @Override
    public String getQualifiedMailboxName() {
        return address.getEmail();
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public void setPassword(String password) {
        // nobody signs in here
    }

    @Override
    public void authenticate(String password) {
        // nobody signs in here
    }

    @Override
    public void create() {
        // there is nothing to make
    }

    @Override
    public void delete() {
        // there is nothing to take away
    }
}
