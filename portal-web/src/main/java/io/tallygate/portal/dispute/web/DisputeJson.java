package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.CallPart;
import io.tallygate.billing.dispute.Dispute;
import io.tallygate.billing.dispute.LineCall;
import io.tallygate.billing.money.Money;
import io.tallygate.portal.dispute.LineCalls;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;

/// Calls of lines and disputes as the control API writes them. Amounts and quantities are texts.
final class DisputeJson {
    private DisputeJson() {}

    static JsonObjectBuilder call(LineCall call) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        for (CallPart part : call.parts()) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            Integer tier = part.tier();
            parts.add((tier == null ? json.addNull("tier") : json.add("tier", tier))
                    .add("free", part.free())
                    .add("units", plain(part.units()))
                    .add("unitAmount", plain(part.unitAmount())));
        }
        return Json.createObjectBuilder()
                .add("id", call.call().toString())
                .add("endedAt", call.endedAt().toString())
                .add("method", call.method())
                .add("operation", call.operation())
                .add("status", call.status())
                .add("units", plain(call.units()))
                .add("place", plain(call.place()))
                .add("parts", parts)
                .add("amount", plain(call.amount()));
    }

    static JsonObjectBuilder dispute(Dispute dispute) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", dispute.id().toString())
                .add("consumer", dispute.consumer().toString())
                .add("invoice", dispute.invoice().toString())
                .add("line", dispute.line())
                .add("state", dispute.state().slug())
                .add("reason", dispute.reason())
                .add("billed", money(dispute.billed()))
                .add("corrected", money(dispute.corrected()))
                .add("credit", money(dispute.credit()))
                .add("units", plain(dispute.units()))
                .add("createdAt", dispute.createdAt().toString());
        return dispute.decidedAt() == null
                ? json.addNull("decidedAt")
                : json.add("decidedAt", dispute.decidedAt().toString());
    }

    static JsonObjectBuilder story(LineCalls.Story story) {
        JsonArrayBuilder calls = Json.createArrayBuilder();
        story.evidence()
                .forEach(each -> calls.add(Json.createObjectBuilder()
                        .add("id", each.call().toString())
                        .add("endedAt", each.endedAt().toString())
                        .add("method", each.method())
                        .add("operation", each.operation())
                        .add("status", each.status())
                        .add("units", plain(each.units()))
                        .add("place", plain(each.place()))
                        .add("unitAmount", plain(each.unitAmount()))
                        .add("amount", plain(each.amount()))));
        return dispute(story.dispute()).add("calls", calls);
    }

    static String plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
    }

    private static JsonObjectBuilder money(Money money) {
        return Json.createObjectBuilder()
                .add("amount", money.amount().toPlainString())
                .add("currency", money.currency().getCurrencyCode());
    }
}
