package io.tallygate.portal.payment.web;

import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.Payment;
import io.tallygate.billing.payment.banktransfer.BankAccount;
import io.tallygate.billing.payment.banktransfer.BankEntry;
import io.tallygate.billing.payment.banktransfer.ImportResult;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/// Payments as the control API writes them.
final class PaymentJson {
    private PaymentJson() {}

    static JsonObjectBuilder payment(Payment payment) {
        JsonArrayBuilder shares = Json.createArrayBuilder();
        for (Payment.Part part : payment.shares()) {
            JsonObjectBuilder share = Json.createObjectBuilder();
            add(share, "invoice", part.invoice());
            add(share, "purchase", part.purchase());
            add(share, "grant", part.grant());
            shares.add(share.add("amount", money(part.amount())));
        }
        return Json.createObjectBuilder()
                .add("id", payment.id().toString())
                .add("consumer", payment.consumer().toString())
                .add("provider", payment.provider())
                .add("amount", money(payment.amount()))
                .add("receivedOn", payment.receivedOn().toString())
                .add("payer", payment.payer())
                .add("reference", payment.reference())
                .add("recordedAt", payment.recordedAt().toString())
                .add("shares", shares);
    }

    static JsonObjectBuilder settlement(Settlement settlement) {
        return Json.createObjectBuilder()
                .add("state", settlement.state().slug())
                .add("total", money(settlement.total()))
                .add("credited", money(settlement.credited()))
                .add("prepaid", money(settlement.prepaid()))
                .add("paid", money(settlement.paid()))
                .add("due", money(settlement.due()));
    }

    static JsonObjectBuilder result(ImportResult result) {
        return Json.createObjectBuilder()
                .add("id", result.statement().toString())
                .add("format", result.format())
                .add("entries", result.entries())
                .add("known", result.known())
                .add("booked", result.booked())
                .add("open", result.open())
                .add("outgoing", result.outgoing())
                .add("pending", result.pending());
    }

    static JsonObjectBuilder entry(BankEntry entry) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", entry.id().toString())
                .add("bookedOn", entry.bookedOn().toString())
                .add("amount", money(entry.amount()))
                .add("credit", entry.credit())
                .add("payer", entry.payer())
                .add("remittance", entry.remittance())
                .add("state", entry.state().slug());
        add(json, "why", entry.why());
        add(json, "suggested", entry.suggested());
        add(json, "payment", entry.payment());
        return json;
    }

    static JsonObjectBuilder account(BankAccount account) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("holder", account.holder())
                .add("iban", account.iban().value());
        add(json, "bic", account.bic());
        return json;
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable Object value) {
        if (value == null) {
            json.addNull(name);
        } else {
            json.add(name, value.toString());
        }
    }

    private static JsonObjectBuilder money(Money money) {
        return Json.createObjectBuilder()
                .add("amount", money.amount().toPlainString())
                .add("currency", money.currency().getCurrencyCode());
    }
}
