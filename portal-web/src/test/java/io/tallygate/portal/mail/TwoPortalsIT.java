package io.tallygate.portal.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.TestMailServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Two real portals on one database: background work is done by either, and once.
class TwoPortalsIT {
    private static final int MAILS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void each_message_is_sent_once_by_whichever_portal_and_the_other_goes_on_when_one_stops() throws Exception {
        RunningPortal one = RunningPortal.shared();
        int before = one.mails().count();
        try (RunningPortal other = one.beside(Map.of())) {
            write(one, "first", MAILS);
            awaitSent(one, MAILS);
            Set<String> portals = portalsThatRan(one);
            System.out.println("mail: " + MAILS + " messages sent by portals " + portals);
            assertThat(other.get("/metrics").body()).contains("tallygate_tasks_done");
        }
        write(one, "second", 20);
        awaitSent(one, MAILS + 20);
        Thread.sleep(1_500); // a second copy would come now
        assertThat(one.mails().count() - before).isEqualTo(MAILS + 20);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < MAILS; i++) {
            TestMailServer.Mail mail =
                    one.mails().to("first" + i + "@example.org").getFirst();
            ids.add(mail.messageId());
            assertThat(mail.subject()).isEqualTo("Grüße " + i);
            assertThat(mail.text()).isEqualTo("Zeile eins\n\nhttps://example.org/a?b=" + i);
            assertThat(mail.html()).contains("<a href=\"https://example.org/a?b=" + i + "\">");
        }
        assertThat(ids).hasSize(MAILS);
        assertThat(textsLeft(one)).isZero();
    }

    private static void write(RunningPortal portal, String name, int count) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into portal.mail (recipient, language," + " subject, body) values (?, 'de', ?, ?)")) {
            for (int i = 0; i < count; i++) {
                insert.setString(1, name + i + "@example.org");
                insert.setString(2, "Grüße " + i);
                insert.setString(3, "Zeile eins\n\nhttps://example.org/a?b=" + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void awaitSent(RunningPortal portal, long wanted) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number(portal, "select count(*) from portal.mail where sent_at is not null") < wanted) {
            assertThat(System.nanoTime()).as("messages were not sent in time").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static long textsLeft(RunningPortal portal) throws SQLException {
        return number(portal, "select count(*) from portal.mail where body is not null");
    }

    private static long number(RunningPortal portal, String sql) throws SQLException {
        try (Connection connection = portal.database().asAdministrator();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Set<String> portalsThatRan(RunningPortal portal) throws Exception {
        Set<String> ran = new HashSet<>();
        String metrics = portal.get("/metrics").body();
        metrics.lines().filter(line -> line.startsWith("tallygate_mails_sent")).forEach(ran::add);
        return ran;
    }
}
