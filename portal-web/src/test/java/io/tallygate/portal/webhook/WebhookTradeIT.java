package io.tallygate.portal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.RunningUsageStore;
import io.tallygate.portal.running.SellingTenant;
import io.tallygate.portal.webhook.Receiver.Message;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A tenant's books hear of its trade: subscriptions as they begin and end, and each invoice that is issued.
class WebhookTradeIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void subscriptions_and_invoices_are_told_as_they_happen_and_once() throws Exception {
        try (Receiver receiver = Receiver.start();
                RunningUsageStore store = RunningUsageStore.start();
                RunningPortal portal = RunningPortal.start(Map.of(
                        "TALLYGATE_CLICKHOUSE_URL",
                        store.url(),
                        "TALLYGATE_OUTBOUND_ALLOW",
                        "127.0.0.1:8501," + receiver.hostAndPort()))) {
            SellingTenant shop = SellingTenant.at(new PortalWithUsage(portal, store));
            shop.owner()
                    .make(
                            "/webhooks",
                            "{\"url\":\"%s\",\"eventTypes\":[%s]}"
                                    .formatted(
                                            receiver.url("/books"),
                                            "\"subscription.created\",\"subscription.ended\",\"invoice.issued\""));
            YearMonth month = Months.lastOver(BERLIN);
            Instant start = month.atDay(1).atStartOfDay(BERLIN).toInstant();
            JsonNode subscription = shop.subscribe("live", start.toString());
            JsonNode key = shop.key("live");
            shop.use("live", subscription, key.path("id").asText(), start.plusSeconds(60), 250);
            JsonNode run = shop.owner().make("/billing-runs", "{\"month\":\"%s\"}".formatted(month));
            JsonNode invoice =
                    shop.owner().read("/invoices/" + run.at("/invoices/0").asText());
            shop.owner().make("/billing-runs", "{\"month\":\"%s\"}".formatted(month));
            String path = "/subscriptions/" + subscription.path("id").asText();
            shop.owner().make(path + "/cancel", null);
            shop.owner().make(path + "/cancel", null);
            List<Message> messages = receiver.await("/books", 3);
            Thread.sleep(1_500); // what must not come would come now
            messages = receiver.at("/books");
            messages.forEach(message -> System.out.println("webhook: " + message.body()));
            assertThat(messages.stream().map(Message::type))
                    .containsExactly("subscription.created", "invoice.issued", "subscription.ended");

            JsonNode began = messages.get(0).json();
            assertThat(began.at("/data/id")).isEqualTo(subscription.path("id"));
            assertThat(began.at("/data/consumer").asText()).isEqualTo(shop.consumer());
            assertThat(began.at("/data/application").asText()).isEqualTo(shop.application());
            assertThat(began.at("/data/product").asText()).isEqualTo(shop.product());
            assertThat(began.at("/data/planVersion")).isEqualTo(subscription.path("planVersion"));
            assertThat(began.at("/data/status").asText()).isEqualTo("active");
            assertThat(began.at("/data/startsAt").asText()).isEqualTo(start.toString());

            JsonNode issued = messages.get(1).json().path("data");
            assertThat(issued.path("id")).isEqualTo(invoice.path("id"));
            assertThat(issued.path("consumer").asText()).isEqualTo(shop.consumer());
            assertThat(invoice.path("number").asText())
                    .endsWith(issued.path("number").asText());
            assertThat(issued.path("total").asText())
                    .isEqualTo(invoice.at("/total/amount").asText())
                    .isEqualTo("2.50");
            assertThat(issued.path("currency").asText()).isEqualTo("EUR");
            assertThat(issued.path("lineCount").asInt()).isEqualTo(1);

            JsonNode ended = messages.get(2).json();
            assertThat(ended.path("sequence").asLong()).isEqualTo(2);
            assertThat(ended.at("/data/status").asText()).isEqualTo("cancelled");
            assertThat(ended.at("/data/changed").toString()).isEqualTo("[\"status\"]");
            assertThat(ended.at("/data/endsAt").isNull()).isFalse();
        }
    }
}
