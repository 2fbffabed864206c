package io.tallygate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.metering.recording.JournalSettings;
import io.tallygate.metering.recording.UsageDraft;
import io.tallygate.metering.recording.UsageJournal;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A usage store that is away for very long: the journal fills its disk's bound.
class FullJournalTest {
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
