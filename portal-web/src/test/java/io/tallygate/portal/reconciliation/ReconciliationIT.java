package io.tallygate.portal.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Journals, store and invoices are compared in the background, and what they tell differently is shown.
class ReconciliationIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);

    @Test
    void what_came_after_a_month_was_closed_is_named_and_a_rerun_bills_as_of_the_same_moment() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        ApiClient owner = shop.owner();
        Instant start = LAST_MONTH.atDay(1).atStartOfDay(BERLIN).toInstant();
        Instant end = LAST_MONTH.plusMonths(1).atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        String key = shop.key("live").path("id").asText();
        shop.use("live", subscription, key, start.plusSeconds(7_200), 10);
        JsonNode run = owner.make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}");
        assertThat(run.path("issued").asInt()).isEqualTo(1);
        shop.use("live", subscription, key, start.plusSeconds(9_000), 4); // late
        JsonNode again = owner.make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}");
        assertThat(again.path("issued").asInt()).isZero();
        assertThat(again.path("cutOff")).isEqualTo(run.path("cutOff"));
        assertThat(owner.read("/billing-runs").at("/items/0/month").asText()).isEqualTo(LAST_MONTH.toString());

        JsonNode asked = owner.make(
                "/reconciliations", "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(start, end.plus(Duration.ofHours(1))));
        JsonNode done = awaited(owner, asked.path("id").asText());
        assertThat(done.path("storedCalls").asText()).isEqualTo("14");
        assertThat(done.path("billedPeriods").asInt()).isEqualTo(1);
        JsonNode found = owner.read("/reconciliations/" + done.path("id").asText() + "/differences");
        List<String> kinds = new ArrayList<>();
        found.path("items")
                .forEach(difference -> kinds.add(difference.path("kind").asText()));
        assertThat(kinds).containsExactlyInAnyOrder("not-reported", "came-late");
        assertThat(found.path("items").findValuesAsText("found")).containsExactlyInAnyOrder("14", "14");

        ApiClient.Person person = ApiClient.Person.named("billing");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"billing\"}".formatted(person.email()));
        PortalBrowser billing = PortalBrowser.signedIn(shop.at().portal(), person);
        String pages = "/console/" + owner.tenant() + "/reconciliation";
        assertThat(billing.get(pages).body()).contains("2 differences");
        assertThat(billing.get(pages + "/" + done.path("id").asText()).body())
                .contains("Came after the month was closed", "Journals told nothing of this hour");
    }

    @Test
    void a_month_that_a_gateway_holds_back_is_closed_only_with_a_reason() throws Exception {
        PortalWithUsage own = PortalWithUsage.shared();
        SellingTenant shop = SellingTenant.at(own);
        ApiClient owner = shop.owner();
        Instant start = LAST_MONTH.atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        shop.use("live", subscription, shop.key("live").path("id").asText(), start.plusSeconds(7_200), 10);
        ApiClient.Person admin = ApiClient.Person.named("admin");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(admin.email()));
        report(own, "other", "elsewhere", start.plusSeconds(60), 1, false);
        report(own, "held", "shared", start.plusSeconds(60), 1, false);
        int audited = 0;
        String closing = "{\"month\":\"" + LAST_MONTH + "\"}";
        String reasoned = "{\"month\":\"" + LAST_MONTH + "\",\"overrideReason\":\"Its disk burnt.\"}";
        try {
            assertThat(owner.post("/billing-runs", closing).statusCode()).isEqualTo(409);
            assertThat(owner.read("/usage").path("completeUntil").asText())
                    .isEqualTo(start.plusSeconds(60).toString());
            assertThat(owner.as(admin).post("/billing-runs", reasoned).statusCode())
                    .isEqualTo(403);
            JsonNode run = owner.make("/billing-runs", reasoned);
            assertThat(run.path("issued").asInt()).isEqualTo(1);
            assertThat(owner.read("/billing-runs").at("/items/0/overrideReason").asText())
                    .isEqualTo("Its disk burnt.");
            for (JsonNode event : owner.read("/audit-events?limit=20").path("items")) {
                if (event.path("targets").toString().contains("rating-run:")) {
                    assertThat(owner.read("/audit-events/"
                                            + event.path("number").asText())
                                    .toString())
                            .contains("Its disk burnt.");
                    audited++;
                }
            }
            assertThat(audited).isEqualTo(1);
        } finally {
            report(own, "held", "shared", start.plusSeconds(60), 2, true);
        }
        assertThat(Instant.parse(owner.read("/usage").path("completeUntil").asText()))
                .as("another group's gateway holds nothing back")
                .isAfter(start.plusSeconds(60));
    }

    private static void report(
            PortalWithUsage at, String instance, String group, Instant until, int number, boolean stopped)
            throws Exception {
        at.store().execute("""
            INSERT INTO tallygate.usage_watermark (instance, gateway_group, number, complete_up_to, stopped)
            SELECT '%s', '%s', %d, fromUnixTimestamp64Milli(%d, 'UTC'), %s\
            """.formatted(instance, group, number, until.toEpochMilli(), stopped));
    }

    private static JsonNode awaited(ApiClient owner, String id) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (true) {
            JsonNode now = owner.read("/reconciliations/" + id);
            if (now.path("status").asText().equals("done")) {
                return now;
            }
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(200);
        }
    }
}
