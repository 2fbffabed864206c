package io.tallygate.portal.plan.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalBrowser;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans with rate cards: over the API, in the console, and as consumers see them.
class PlanVersionsIT {
    private static final String TERMS = """
        {"rateCards":[
          {"key":"fee","name":"Base fee","price":{"model":"flat","amount":"9.90"},"paymentTerm":"in-advance"},
          {"key":"requests","name":"Requests","meter":"requests","freeUnits":"100",
           "price":{"model":"graduated","tiers":[{"upTo":"250","unitAmount":"0.02"},{"unitAmount":"0.01","flatAmount":"1"}]},
           "minimumSpend":"5"}],
         "maximumSpend":"1000",
         "phases":[{"key":"trial","name":"Trial","lasts":{"count":14,"unit":"day"},"percentOff":"100"}]}\
        """;

    private SellingTenant shop;
    private ApiClient owner;
    private String plans;

    @BeforeEach
    void a_product() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
        plans = "/products/" + shop.product() + "/plans";
    }

    @Test
    void terms_come_back_as_they_were_sent_and_what_no_month_bills_stays_a_draft() throws Exception {
        String versions = plans + "/" + shop.plan() + "/versions";
        JsonNode draft = owner.make(versions, "{\"terms\":" + TERMS + "}");
        assertThat(draft.path("unitPrice").isNull()).isTrue();
        assertThat(draft.path("status").asText()).isEqualTo("draft");
        assertThat(draft.at("/terms/rateCards/1/price/tiers/0/upTo").asText()).isEqualTo("250");
        assertThat(draft.at("/terms/rateCards/1/price/tiers/1").has("upTo")).isFalse();
        assertThat(draft.at("/terms/phases/0/percentOff").asText()).isEqualTo("100");
        String address = versions + "/" + draft.path("id").asText();
        assertThat(owner.read(address).path("terms")).isEqualTo(draft.path("terms"));
        assertThat(owner.read(plans + "/" + shop.plan()).path("version").asInt())
                .as("nobody can buy a draft")
                .isEqualTo(1);
        assertThat(owner.post(versions, "{\"terms\":{\"rateCards\":[]}}").statusCode())
                .as("a second draft")
                .isEqualTo(409);
        assertThat(owner.delete(address).statusCode()).isEqualTo(204);
        String addOns = ",\"addOns\":[{\"key\":\"more\",\"name\":\"More\",\"rateCards\":[{\"key\":\"more\","
            + "\"name\":\"More\",\"price\":{\"model\":\"flat\",\"amount\":\"5\"},\"paymentTerm\":\"in-advance\"}]}]}";
        JsonNode notBilled =
                owner.make(versions, "{\"terms\":" + TERMS.substring(0, TERMS.lastIndexOf('}')) + addOns + "}");
        String unsold = versions + "/" + notBilled.path("id").asText();
        HttpResponse<String> refused = owner.post(unsold + "/publish", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("/problems/not-billed-yet").contains("add-ons");
        assertThat(owner.delete(unsold).statusCode()).isEqualTo(204);
    }

    @Test
    void a_version_on_sale_takes_the_place_of_the_one_before_and_stays() throws Exception {
        String versions = plans + "/" + shop.plan() + "/versions";
        JsonNode draft = owner.make(versions, "{\"unitPrice\":{\"amount\":\"0.02\",\"currency\":\"EUR\"}}");
        String address = versions + "/" + draft.path("id").asText();
        assertThat(owner.post(address + "/publish", "{}").statusCode()).isEqualTo(200);
        assertThat(owner.post(address + "/publish", "{}").statusCode())
                .as("again changes nothing")
                .isEqualTo(200);
        assertThat(owner.read(plans + "/" + shop.plan()).at("/unitPrice/amount").asText())
                .isEqualTo("0.02");
        assertThat(owner.read(versions).path("items"))
                .extracting(one -> one.path("status").asText())
                .containsExactly("published", "archived");
        assertThat(owner.delete(address).statusCode())
                .as("what was on sale stays")
                .isEqualTo(409);
    }

    @Test
    void what_cannot_be_sold_is_named_where_it_stands() throws Exception {
        HttpResponse<String> refused = owner.post(plans, """
            {"name":"X","terms":{"rateCards":[{"key":"a","meter":"nothing","price":{"model":"per-unit"}},
             {"key":"b","meter":"requests","price":{"model":"volume","tiers":[{"upTo":"5"}]}},
             {"key":"c","price":{"model":"flat","amount":"-1"}}]}}\
            """);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("/terms/rateCards/0/price/unitAmount")
                .contains("/terms/rateCards/1/price/tiers")
                .contains("/terms/rateCards/2/price/amount");
        HttpResponse<String> noMeter = owner.post(
                plans,
                "{\"name\":\"X\",\"terms\":{\"rateCards\":[{\"key\":\"a\",\"meter\":\"nothing\",\"price\":{\"model\":"
                        + "\"per-unit\",\"unitAmount\":\"1\"}}]}}");
        assertThat(noMeter.statusCode()).isEqualTo(422);
        assertThat(noMeter.body()).contains("/terms/rateCards/0/meter");
    }

    @Test
    void terms_for_one_consumer_are_what_that_consumer_is_sold() throws Exception {
        String versions = plans + "/" + shop.plan() + "/versions";
        JsonNode own = owner.make(
                versions,
                "{\"unitPrice\":{\"amount\":\"0.001\",\"currency\":\"EUR\"},\"consumer\":\"%s\"}"
                        .formatted(shop.consumer()));
        owner.post(versions + "/" + own.path("id").asText() + "/publish", "{}");
        assertThat(owner.read(plans).path("items")).as("what everybody is sold").hasSize(1);
        assertThat(owner.read(plans + "/" + shop.plan()).at("/unitPrice/amount").asText())
                .isEqualTo("0.01");
        JsonNode subscription = shop.subscribe("live", null);
        assertThat(subscription.path("planVersion").asText())
                .isEqualTo(own.path("id").asText());
    }

    @Test
    void a_person_drafts_a_version_with_tiers_and_case_145_reads_the_same_on_the_page() throws Exception {
        ApiClient.Person lena = ApiClient.Person.named("lena");
        owner.make("/members", "{\"email\":\"%s\",\"role\":\"admin\"}".formatted(lena.email()));
        PortalBrowser browser = PortalBrowser.signedIn(shop.at().portal(), lena);
        String page = "/console/" + owner.tenant() + "/products/" + shop.product() + "/rate-cards/" + shop.plan();
        assertThat(browser.get(page).body()).contains("name=\"card-0-unitAmount\" value=\"0.01\"");
        HttpResponse<String> added = browser.post(page, page, Map.of("cards", "", "add", "graduated", "do", "add"));
        assertThat(added.body()).contains("name=\"card-0-upTo-2\"");
        Map<String, String> filled = new HashMap<>(Map.of(
                "cards", "0",
                "card-0-model", "graduated",
                "card-0-tiers", "3",
                "card-0-name", "Calls",
                "card-0-meter", "requests",
                "do", "draft"));
        filled.put("card-0-upTo-0", "250");
        filled.put("card-0-unit-0", "0.02");
        filled.put("card-0-unit-1", "0,01");
        filled.put("card-0-upTo-1", "100");
        assertThat(browser.post(page, page, filled).statusCode())
                .as("tiers out of order")
                .isEqualTo(422);
        filled.put("card-0-upTo-1", "");
        HttpResponse<String> drafted = browser.post(page, page, filled);
        assertThat(drafted.statusCode()).isEqualTo(303);
        assertThat(browser.follow(drafted).body()).contains("up to 250").contains("above 250");
    }
}
