package io.tallygate.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The audit log hears from Hibernate what is written. Code that writes by SQL, or by a query that updates or deletes,
/// must tell it; which code does neither, and why, stands here.
class BypassedListenersTest {
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("../billing/src/main/java"));
    private static final Pattern WRITES = Pattern.compile(
            "createMutationQuery|\"\\s*(insert into|update|delete from) |\"\"\"\\s*(insert into|update|delete from) ");
    private static final Pattern TELLS = Pattern.compile("AuditTrail|Changes|\\.recording\\(");

    /// What is written there is no state of a tenant or of the installation.
    private static final Map<String, String> NO_STATE = Map.ofEntries(
            Map.entry("IdempotentAnswers.java", "answers that are given again; what they answer is recorded"),
            Map.entry("GroupStore.java", "what gateways report; the room records a group's credential"),
            Map.entry("Forgetting.java", "tombstones of the feed and instances that fell silent"),
            Map.entry("WaitingTasks.java", "work that waits; what it does is recorded when it does it"),
            Map.entry("MinuteCounts.java", "what a tenant has used of a limit"),
            Map.entry("FollowUps.java", "sessions that ended, as the identity provider is told"),
            Map.entry("PersonSessions.java", "who is signed in where, of no tenant"),
            Map.entry("OrganizationTables.java", "what the identity provider has taken over of a recorded tenant"),
            Map.entry("ProviderTables.java", "what Keycloak has taken over of a recorded provider"),
            Map.entry("Registrations.java", "people who want to register, before they are anybody"),
            Map.entry("Counts.java", "how often an address signed up within the hour"),
            Map.entry("EraseTask.java", "how far an erasure is; that it was asked for and is done is recorded"),
            Map.entry("ErasureUpkeep.java", "invoices whose years are over, as the erasure's record says"),
            Map.entry("Outbox.java", "mail that waits; why it is sent is recorded"),
            Map.entry("EventOutbox.java", "events of changes, which are recorded"),
            Map.entry("DeliveryLog.java", "what receivers answered; that a webhook is disabled is recorded"),
            Map.entry("ForgetDeliveries.java", "events whose time is over"),
            Map.entry("ForgetRevokedTokens.java", "that a token was once revoked, which is recorded"),
            Map.entry("Publishing.java", "operations go with their API, whose end is recorded"),
            Map.entry("ExpiredExports.java", "archives that have run out"),
            Map.entry("PartsOut.java", "the bytes of an archive that was asked for, which is recorded"),
            Map.entry("ExportTask.java", "the bytes of an archive that was asked for, which is recorded"),
            Map.entry("Credit.java", "a credit account with nothing in it; what moves on it is recorded"),
            Map.entry("Settlements.java", "an invoice of which nothing is settled; what settles it is recorded"),
            Map.entry("RunDrafts.java", "what a run is about to bill; its run and its invoices are recorded"),
            Map.entry("NumberSeries.java", "the next invoice number; the invoice is recorded"));

    @Test
    void whoever_writes_without_hibernate_tells_the_audit_log() throws IOException {
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                List<String> silent = files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/portal/audit/"))
                        .filter(file -> !NO_STATE.containsKey(file.getFileName().toString()))
                        .filter(file -> WRITES.matcher(read(file)).find()
                                && !TELLS.matcher(read(file)).find())
                        .map(Path::toString)
                        .toList();
                assertThat(silent)
                        .as("these write rows that no record tells of; see AuditTrail#changed and #recording")
                        .isEmpty();
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
