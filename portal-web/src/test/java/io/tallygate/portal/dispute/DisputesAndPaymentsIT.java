package io.tallygate.portal.dispute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.Months;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An issued invoice and what happens to it afterwards: its line opens to the calls behind it, wrong ones are disputed,
/// money comes in with a bank's statement, credit pays.
@SuppressWarnings("NullAway.Init") // before each
class DisputesAndPaymentsIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final YearMonth LAST_MONTH = Months.lastOver(BERLIN);
    private static final int CALLS = 250;

    private SellingTenant shop;
    private ApiClient owner;
    private JsonNode subscription;

    @BeforeEach
    void somebody_used_something() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
        Instant start = LAST_MONTH.atDay(1).atStartOfDay(BERLIN).toInstant();
        subscription = shop.subscribe("live", start.toString());
        shop.use("live", subscription, shop.key("live").path("id").asText(), start.plusSeconds(60), CALLS);
    }

    @Test
    void a_line_opens_to_its_calls_which_sum_to_it_and_wrong_ones_make_a_draft_with_evidence() throws Exception {
        String invoice = bill();
        JsonNode line = owner.read("/invoices/" + invoice).at("/lines/0");
        List<String> calls = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        String cursor = "";
        do {
            JsonNode page = shop.buyer().read("/invoices/" + invoice + "/lines/1/requests?limit=100&cursor=" + cursor);
            for (JsonNode call : page.path("items")) {
                calls.add(call.path("id").asText());
                sum = sum.add(new BigDecimal(call.path("amount").asText()));
                assertThat(call.path("place").asText()).isEqualTo(String.valueOf(calls.size()));
            }
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        assertThat(calls).hasSize(CALLS).doesNotHaveDuplicates();
        BigDecimal exact = new BigDecimal(line.path("quantity").asText())
                .multiply(new BigDecimal(line.at("/unitPrice/amount").asText()));
        assertThat(sum).isEqualByComparingTo(exact);
        String csv = owner.get("/invoices/" + invoice + "/lines/1/requests.csv").body();
        assertThat(csv.lines()).hasSize(CALLS + 1);

        String body = "{\"invoice\":\"%s\",\"line\":1,\"calls\":[\"%s\",\"%s\"],\"reason\":\"Twice\"}"
                .formatted(invoice, calls.get(7), calls.get(8));
        JsonNode dispute = shop.buyer().make("/disputes", body);
        assertThat(dispute.path("state").asText()).isEqualTo("draft");
        assertThat(shop.buyer().send("POST", "/disputes", body).statusCode()).isEqualTo(409);
        JsonNode story = owner.read("/disputes/" + dispute.path("id").asText());
        assertThat(story.at("/calls/0/id").asText()).isEqualTo(calls.get(7));
        assertThat(shop.buyer()
                        .send("POST", "/disputes/" + story.path("id").asText() + "/accept", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(owner.make("/disputes/" + story.path("id").asText() + "/accept", "{}")
                        .path("state")
                        .asText())
                .isEqualTo("accepted");
    }

    @Test
    void a_statement_pays_what_it_quotes_once_and_credit_pays_before_money() throws Exception {
        owner.make(
                "/credit-grants",
                "{\"consumer\":\"%s\",\"currency\":\"EUR\",\"name\":\"Welcome\",\"amount\":\"0.05\"}"
                        .formatted(shop.consumer()));
        String invoice = bill();
        JsonNode before = owner.read("/invoices/" + invoice + "/settlement");
        assertThat(before.at("/prepaid/amount").asText()).isEqualTo("0.05");
        String due = before.at("/due/amount").asText();
        String number = owner.read("/invoices/" + invoice).path("number").asText();
        String statement = "Date,Amount,Currency,Payer,Reference\n2026-11-05," + due + ",EUR,Globex,Invoice " + number
                + "\n2026-11-05,3.00,EUR,Globex,hello\n";
        String body = "{\"content\":\"" + Base64.getEncoder().encodeToString(statement.getBytes(UTF_8)) + "\"}";
        JsonNode first = owner.make("/bank-statements", body);
        assertThat(first.path("booked").asInt()).isEqualTo(1);
        assertThat(first.path("open").asInt()).isEqualTo(1);
        assertThat(owner.make("/bank-statements", body).path("known").asInt()).isEqualTo(2);
        assertThat(shop.buyer()
                        .read("/invoices/" + invoice + "/settlement")
                        .path("state")
                        .asText())
                .isEqualTo("settled");
        assertThat(shop.buyer().read("/payments?invoice=" + invoice).path("items"))
                .hasSize(1);
        String entry = owner.read("/bank-entries?state=open").at("/items/0/id").asText();
        owner.make("/bank-entries/" + entry + "/book", "{\"invoice\":\"" + invoice + "\"}");
        JsonNode account = shop.buyer()
                .read("/credit-accounts?consumer=" + shop.consumer())
                .at("/items/0");
        assertThat(account.at("/balance/amount").asText()).isEqualTo("3.00");
        assertThat(shop.buyer()
                        .read("/credit-accounts/" + account.path("id").asText() + "/movements")
                        .path("items"))
                .hasSize(3); // granted, spent, and what was paid too much
    }

    private String bill() throws Exception {
        return owner.make("/billing-runs", "{\"month\":\"" + LAST_MONTH + "\"}")
                .at("/invoices/0")
                .asText();
    }
}
