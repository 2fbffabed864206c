package io.tallygate.portal.invoice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A plan of fees, tiers, packages of what responses count, a trial and a minimum: sold, announced, used and
/// billed.
class RateCardBillsIT {
    private static final String TERMS = """
        {"rateCards":[
          {"key":"base","name":"Base fee","price":{"model":"flat","amount":"31"},"paymentTerm":"in-advance"},
          {"key":"calls","name":"Calls","meter":"requests","freeUnits":"100",
           "price":{"model":"graduated","tiers":[{"upTo":"250","unitAmount":"0.02"},{"unitAmount":"0.01"}]}},
          {"key":"tokens","name":"Tokens","meter":"tokens","price":{"model":"package","packageSize":"1000","packageAmount":"2"}}],
         "minimumSpend":"10"}\
        """;

    @Test
    void a_month_of_rate_cards_is_announced_and_billed_with_its_steps() throws Exception {
        SellingTenant shop = SellingTenant.at(PortalWithUsage.shared());
        ApiClient owner = shop.owner();
        ZoneId zone = ZoneId.of(owner.read("").path("timeZone").asText());
        YearMonth month = Months.lastOver(zone);
        owner.make(
                "/meters",
                "{\"slug\":\"tokens\",\"name\":\"Tokens\",\"source\":\"units\",\"aggregation\":\"sum\",\"value\":\"tokens\","
                    + "\"unit\":\"token\"}");
        String plans = "/products/" + shop.product() + "/plans";
        JsonNode plan = owner.make(plans, "{\"name\":\"Pro\",\"terms\":" + TERMS + "}");
        assertThat(plan.path("status").asText()).isEqualTo("published");
        JsonNode subscription = owner.make(
                "/subscriptions",
                "{\"application\":\"%s\",\"plan\":\"%s\",\"startsAt\":\"%s\"}"
                        .formatted(shop.application(), plan.path("id").asText(), start(month, zone)));
        String credential = shop.key("live").path("id").asText();
        shop.use("live", subscription, credential, start(month, zone).plusSeconds(60), 400);
        shop.at().store().execute("""
            ALTER TABLE tallygate.usage_event UPDATE units = map('tokens', toDecimal128(7, 12))
            WHERE subscription = '%s' SETTINGS mutations_sync = 2\
            """.formatted(subscription.path("id").asText()));
        JsonNode upcoming = shop.buyer()
                .read("/invoices/preview?subscription="
                        + subscription.path("id").asText());
        assertThat(upcoming.path("lines"))
                .as("fees of the months that are not billed yet")
                .isNotEmpty();

        JsonNode run = owner.make("/billing-runs", "{\"month\":\"" + month + "\"}");
        JsonNode invoice =
                shop.buyer().read("/invoices/" + run.at("/invoices/0").asText());
        assertThat(lines(invoice))
                .containsExactly(
                        "usage calls 400 5.50", // 100 free, 250 × 0.02, 50 × 0.01
                        "usage tokens 2800 6.00", // 3 packages
                        "flat base 1 31.00",
                        "flat base 1 31.00"); // the month after, in advance
        assertThat(invoice.at("/lines/0/steps"))
                .extracting(step -> step.path("tier").asText() + " "
                        + step.path("quantity").asText() + " × "
                        + step.path("unitAmount").asText())
                .containsExactly("1 250 × 0.02", "2 50 × 0.01");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : invoice.path("lines")) {
            sum = sum.add(new BigDecimal(line.at("/amount/amount").asText()));
        }
        assertThat(sum).isEqualByComparingTo(invoice.at("/total/amount").asText());
        JsonNode again = owner.make("/billing-runs", "{\"month\":\"" + month + "\"}");
        assertThat(again.path("issued").asInt()).isZero();
        assertThat(again.path("invoices")).isEqualTo(run.path("invoices"));

        PortalBrowser browser = PortalBrowser.signedIn(shop.at().portal(), shop.buyerPerson());
        String pages = "/p/" + owner.tenant() + "/invoices";
        assertThat(browser.get(pages).body()).contains("Base fee");
        assertThat(browser.get(pages + "/" + invoice.path("id").asText()).body())
                .contains("Tokens", "Base fee", "31.00");
    }

    private static List<String> lines(JsonNode invoice) {
        List<String> lines = new ArrayList<>();
        for (JsonNode line : invoice.path("lines")) {
            lines.add(line.path("kind").asText() + " " + line.path("card").asText() + " "
                    + line.path("quantity").asText() + " "
                    + line.at("/amount/amount").asText());
        }
        return lines;
    }

    private static Instant start(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
