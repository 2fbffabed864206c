package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.metering.recording.DeadLetterRow;
import io.tallygate.metering.recording.JournalSettings;
import io.tallygate.metering.recording.UsageDraft;
import io.tallygate.metering.recording.UsageJournal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A usage store that is away for very long: the journal fills its disk's bound.
class FullJournalTest {
    @Test
    void a_full_journal_of_events_refuses_events_alone() throws Exception {
        try (RunningGateway gateway = RunningGateway.withSettings(Map.of("TALLYGATE_EVENTS_DISK_MIB", "64"), "")) {
            gateway.feed()
                    .put(
                            "eventCredential",
                            new UUID(7, 1),
                            "{'tenant':'%s','environment':'live','sha256':'%s'}"
                                    .formatted(PortalFeed.TENANT, PortalFeed.sha256("secret")));
            gateway.awaitApplied();
            gateway.stop();
            JournalSettings settings = JournalSettings.ofEvents("shared").within(64L << 20);
            try (UsageJournal journal = UsageJournal.open(gateway.data().resolve("events"), settings)) {
                UsageJournal.Row row = journal.row(new DeadLetterRow.Values(
                        PortalFeed.TENANT,
                        PortalFeed.TENANT,
                        PortalFeed.TENANT,
                        0,
                        "live",
                        "x",
                        "",
                        new byte[100_000]));
                UsageJournal.Row small = journal.row(new DeadLetterRow.Values(
                        PortalFeed.TENANT, PortalFeed.TENANT, PortalFeed.TENANT, 0, "live", "x", "", new byte[10]));
                for (int silent = 0; silent < 50; silent++) {
                    while (journal.append(List.of(row)) || journal.append(List.of(small))) {
                        silent = 0;
                    }
                    Thread.sleep(10); // the next segment is put behind the last
                }
            }
            gateway.start();
            HttpResponse<String> refused = gateway.http()
                    .send(
                            gateway.request("/.tallygate/events")
                                    .header("X-API-Key", "secret")
                                    .header("Content-Type", "application/cloudevents+json")
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/events-journal-full");
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"events-journal\"}"))
                    .isEqualTo(1);
            assertThat(gateway.get("/acme/orders/7").statusCode())
                    .as("calls go on")
                    .isEqualTo(200);
        }
    }

    @Test
    void at_the_bound_metered_routes_answer_503_and_others_go_on() throws Exception {
        try (RunningGateway gateway = RunningGateway.withSettings(Map.of("TALLYGATE_USAGE_DISK_MIB", "64"), "")) {
            gateway.feed().route(new UUID(9, 1), "/acme/free", RunningGateway.UPSTREAM, "none", "{'policy':'cors'}");
            gateway.awaitApplied();
            gateway.stop();
            JournalSettings settings = JournalSettings.ofGroup("shared").within(64L << 20);
            try (UsageJournal journal = UsageJournal.open(gateway.data().resolve("journal"), settings)) {
                UsageDraft draft = new UsageDraft();
                draft.environment = new byte[127];
                for (int silent = 0; silent < 50; silent++) {
                    while (journal.reserve()) {
                        journal.nextId(draft);
                        journal.append(draft);
                        silent = 0;
                    }
                    Thread.sleep(10); // the next segment is put behind the last
                }
            }
            gateway.startUnready();
            RunningGateway.await(
                    "a configuration", () -> gateway.get("/acme/free/1").statusCode() == 200);
            HttpResponse<String> refused = gateway.get("/acme/orders/7");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("/problems/usage-journal-full");
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"usage-journal\"}"))
                    .isPositive();
            assertThat(gateway.metric("tallygate_journal_nearly_full")).isEqualTo(1);
            assertThat(gateway.admin("/health/ready").body()).contains("the usage journal is full");
        }
    }
}
