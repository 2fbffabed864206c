package io.tallygate.stack.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;

/// Two listeners on loopback: SMTP on the first port, the page on the second.
public final class MailMain {
    private static final long ANSWER_MILLIS = 10_000;

    private MailMain() {}

    public static void main(String[] arguments) throws IOException {
        Mailbox mailbox = new Mailbox();
        ServerSetup smtp = new ServerSetup(Integer.parseInt(arguments[0]), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        smtp.setReadTimeout(ANSWER_MILLIS);
        GreenMail server = new GreenMail(smtp);
        server.getUserManager().setMessageDeliveryHandler((message, address) -> new DeliveredNowhere(address, mailbox));
        server.start();
        new MailPages(mailbox).listen(Integer.parseInt(arguments[1]));
        System.out.printf("SMTP at 127.0.0.1:%s, page at http://127.0.0.1:%s%n", arguments[0], arguments[1]);
    }
}
