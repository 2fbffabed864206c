package io.tallygate.portal.subscription.web;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.run.ChangePreview;
import io.tallygate.billing.run.Fees;
import io.tallygate.billing.subscription.SubscriptionPhase;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/// Previews of changes as the control API writes them.
final class ChangeJson {
    private ChangeJson() {}

    static JsonObjectBuilder of(ChangePreview preview) {
        JsonArrayBuilder phases = Json.createArrayBuilder();
        preview.after().phases().forEach(phase -> phases.add(phase(phase)));
        Currency currency = preview.feesTotal().currency();
        JsonArrayBuilder fees = Json.createArrayBuilder();
        preview.fees().forEach(fee -> fees.add(fee(fee, currency)));
        JsonArrayBuilder usage = Json.createArrayBuilder();
        preview.usage().forEach(line -> usage.add(used(line)));
        return Json.createObjectBuilder()
                .add("takesEffectAt", preview.takesEffectAt().toString())
                .add("phases", phases)
                .add("fees", fees)
                .add("feesTotal", money(preview.feesTotal()))
                .add("usage", usage);
    }

    private static JsonObjectBuilder phase(SubscriptionPhase phase) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("planVersion", phase.planVersion().toString())
                .add("paused", phase.paused())
                .add("from", phase.from().toString());
        Instant to = phase.to();
        return to == null ? json.addNull("to") : json.add("to", to.toString());
    }

    private static JsonObjectBuilder fee(Fees.Line fee, Currency currency) {
        return Json.createObjectBuilder()
                .add("card", fee.key().card())
                .add("planVersion", fee.key().planVersion().toString())
                .add("from", fee.key().period().from().toString())
                .add("to", fee.key().period().to().toString())
                .add("share", fee.share().toString())
                .add("amount", money(fee.amount(), currency));
    }

    private static JsonObjectBuilder used(InvoiceLine line) {
        return Json.createObjectBuilder()
                .add("planVersion", line.planVersion().toString())
                .add("from", line.period().from().toString())
                .add("to", line.period().to().toString())
                .add("quantity", line.quantity().toPlainString())
                .add("amount", money(line.amount()));
    }

    private static JsonObjectBuilder money(Money money) {
        return money(money.amount(), money.currency());
    }

    private static JsonObjectBuilder money(BigDecimal amount, Currency currency) {
        return Json.createObjectBuilder()
                .add("amount", amount.toPlainString())
                .add("currency", currency.getCurrencyCode());
    }
}
