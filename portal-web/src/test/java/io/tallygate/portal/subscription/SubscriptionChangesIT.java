package io.tallygate.portal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.RunningUsageStore;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A subscription moves to another plan, pauses and ends, over the API, and a month's bill follows.
class SubscriptionChangesIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_change_of_plan_is_previewed_made_and_billed_at_the_prices_of_its_time() throws Exception {
        try (RunningUsageStore store = RunningUsageStore.start();
                RunningPortal portal = RunningPortal.start(Map.of(
                        "TALLYGATE_CLICKHOUSE_URL", store.url(), "TALLYGATE_OUTBOUND_ALLOW", "127.0.0.1:8501"))) {
            SellingTenant shop = SellingTenant.at(new PortalWithUsage(portal, store));
            String cheap = shop.owner()
                    .make(
                            "/products/" + shop.product() + "/plans",
                            "{\"name\":\"Cheap\",\"unitPrice\":{\"amount\":\"0.002\",\"currency\":\"EUR\"}}")
                    .path("id")
                    .asText();
            YearMonth month = Months.lastOver(BERLIN);
            Instant start = month.atDay(1).atStartOfDay(BERLIN).toInstant();
            Instant change = month.atDay(11).atStartOfDay(BERLIN).toInstant();
            JsonNode subscription = shop.subscribe("live", start.toString());
            String path = "/subscriptions/" + subscription.path("id").asText();
            JsonNode key = shop.key("live");
            shop.use("live", subscription, key.path("id").asText(), start.plusSeconds(60), 250);
            shop.use("live", subscription, key.path("id").asText(), change.plusSeconds(60), 1000);
            String wish = "{\"plan\":\"%s\",\"at\":\"%s\"}".formatted(cheap, change);

            assertThat(shop.buyer().send("POST", path + "/change", wish).statusCode())
                    .as("a consumer may not date back")
                    .isEqualTo(403);
            JsonNode preview = shop.owner().make(path + "/change-preview", wish);
            assertThat(preview.path("takesEffectAt").asText()).isEqualTo(change.toString());
            assertThat(preview.path("phases")).hasSize(2);
            assertThat(preview.at("/feesTotal/amount").asText()).isEqualTo("0.00");
            assertThat(shop.owner().read(path).path("plan").asText())
                    .as("nothing is changed")
                    .isEqualTo(shop.plan());
            JsonNode changed = shop.owner().make(path + "/change", wish);
            assertThat(changed.path("plan").asText()).isEqualTo(cheap);

            JsonNode run = shop.owner().make("/billing-runs", "{\"month\":\"%s\"}".formatted(month));
            JsonNode lines = shop.owner()
                    .read("/invoices/" + run.at("/invoices/0").asText())
                    .path("lines");
            assertThat(lines).hasSize(2);
            assertThat(lines.at("/0/quantity").asText() + " "
                            + lines.at("/0/amount/amount").asText())
                    .isEqualTo("250 2.50");
            assertThat(lines.at("/1/quantity").asText() + " "
                            + lines.at("/1/amount/amount").asText())
                    .isEqualTo("1000 2.00");
            String back = "{\"plan\":\"%s\",\"at\":\"%s\"}".formatted(shop.plan(), change);
            assertThat(problem(shop.owner().send("POST", path + "/change", back)))
                    .endsWith("/subscription-change-refused");

            JsonNode paused = shop.buyer().make(path + "/pause", "{}");
            assertThat(paused.path("paused").asBoolean()).isTrue();
            assertThat(problem(shop.buyer().send("POST", path + "/pause", "{}")))
                    .endsWith("/subscription-change-refused");
            assertThat(shop.buyer().make(path + "/resume", "{}").path("paused").asBoolean())
                    .isFalse();
            JsonNode ends = shop.buyer().make(path + "/end", "{\"when\":\"period-end\"}");
            Instant end = YearMonth.now(BERLIN)
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(BERLIN)
                    .toInstant();
            assertThat(ends.path("endsAt").asText()).isEqualTo(end.toString());
            assertThat(ends.path("status").asText()).isEqualTo("active");
        }
    }

    private static String problem(HttpResponse<String> refused) throws Exception {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        return JSON.readTree(refused.body()).path("type").asText();
    }
}
