package io.tallygate.portal.invoice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// From a legal entity, a tax rule and a coupon to an invoice, its e-invoice and its credit note, over the
/// control API.
class DocumentsIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final PortalWithUsage at = PortalWithUsage.shared();

    @Test
    void an_invoice_has_coupon_and_tax_and_is_given_back_line_by_line() throws Exception {
        SellingTenant shop = SellingTenant.at(at);
        ApiClient owner = shop.owner();
        JsonNode entity = owner.make("/legal-entities", """
            {"slug":"acme","name":"Acme GmbH","address":["Hauptstr. 1","10115 Berlin"],"country":"DE",
             "vatId":"de 123 456 789","iban":"DE02 1203 0000 0000 2020 51","series":"ACME","paymentDays":30}\
            """);
        assertThat(entity.path("vatId").asText()).isEqualTo("DE123456789");
        assertThat(entity.path("usual").asBoolean()).isTrue();
        owner.make("/tax-rules", """
            {"country":"DE","name":"USt","percent":"19","validFrom":"2020-01-01"}\
            """);
        owner.make("/coupons", """
            {"code":"WELCOME","name":"Welcome","amount":{"amount":"1.00","currency":"EUR"},"lasts":"once"}\
            """);
        owner.make("/consumers/" + shop.consumer() + "/coupons", "{\"code\":\"welcome\"}");
        assertThat(owner.post("/consumers/" + shop.consumer() + "/coupons", "{\"code\":\"WELCOME\"}")
                        .statusCode())
                .isEqualTo(422);

        String invoice = bill(shop, 300); // 3.00 − 1.00 = 2.00 + 0.38
        JsonNode read = owner.read("/invoices/" + invoice);
        assertThat(read.path("number").asText()).matches("ACME-20[0-9]{2}-00001");
        assertThat(read.at("/sums/lines/amount").asText()).isEqualTo("3.00");
        assertThat(read.at("/sums/coupons/0/name").asText()).isEqualTo("WELCOME");
        assertThat(read.at("/sums/subtotal/amount").asText()).isEqualTo("2.00");
        assertThat(read.at("/sums/taxes/0/percent").asText()).isEqualTo("19");
        assertThat(read.at("/sums/tax/amount").asText()).isEqualTo("0.38");
        assertThat(read.at("/total/amount").asText()).isEqualTo("2.38");
        assertThat(read.at("/sums/due/amount").asText()).isEqualTo("2.38");

        HttpResponse<String> cii = shop.buyer().get("/invoices/" + invoice + ".xml");
        assertThat(cii.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/xml");
        assertThat(cii.body()).contains("<ram:GrandTotalAmount>2.38<", "CrossIndustryInvoice");
        assertThat(shop.buyer().get("/invoices/" + invoice + ".xml?syntax=ubl").body())
                .contains("<cbc:PayableAmount currencyID=\"EUR\">2.38<");

        String notes = "/invoices/" + invoice + "/credit-notes";
        assertThat(shop.buyer().post(notes, "{\"reason\":\"Give me\"}").statusCode())
                .isEqualTo(403);
        JsonNode part = owner.make(notes, """
            {"reason":"Counted twice","lines":[{"line":1,"amount":"1.50"}]}\
            """);
        assertThat(part.path("number").asText()).matches("ACME-CN-20[0-9]{2}-00001");
        assertThat(part.at("/couponShare/amount").asText()).isEqualTo("0.50");
        assertThat(part.at("/total/amount").asText()).isEqualTo("1.19");
        assertThat(part.at("/offset/amount").asText()).isEqualTo("1.19");
        assertThat(owner.post(notes, """
            {"reason":"Too much","lines":[{"line":1,"amount":"1.51"}]}\
            """).statusCode()).isEqualTo(422);
        assertThat(owner.make(notes, "{\"reason\":\"All of it\"}")
                        .at("/total/amount")
                        .asText())
                .isEqualTo("1.19");
        assertThat(owner.post(notes, "{\"reason\":\"Again\"}").statusCode()).isEqualTo(409);
        assertThat(shop.buyer().read(notes).path("items")).hasSize(2);
        HttpResponse<String> pdf =
                shop.buyer().get(notes + "/" + part.path("id").asText() + ".pdf");
        assertThat(pdf.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("credit-note-ACME-CN-");
        assertThat(pdf.headers().firstValue("Repr-Digest")).isPresent();
    }

    private static String bill(SellingTenant shop, int calls) throws Exception {
        YearMonth month = YearMonth.now(BERLIN).minusMonths(1);
        Instant start = month.atDay(1).atStartOfDay(BERLIN).toInstant();
        JsonNode subscription = shop.subscribe("live", start.toString());
        shop.use("live", subscription, UUID.randomUUID().toString(), start.plusSeconds(60), calls);
        return shop.owner()
                .make("/billing-runs", "{\"month\":\"" + month + "\"}")
                .at("/invoices/0")
                .asText();
    }
}
