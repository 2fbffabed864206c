package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import io.tallygate.billing.run.RatingRun;
import io.tallygate.billing.run.RunResult;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Invoices as the control API writes them. Amounts and quantities are texts: a reader must not round them.
final class InvoiceJson {
    private InvoiceJson() {}

    static JsonObjectBuilder summary(InvoiceSummary invoice) {
        return Json.createObjectBuilder()
                .add("id", invoice.id().toString())
                .add("number", invoice.number().toString())
                .add("issuedOn", invoice.issuedOn().toString())
                .add("status", "issued")
                .add("consumer", invoice.consumer().toString())
                .add("buyer", invoice.buyer())
                .add("period", period(invoice.period(), invoice.timeZone()))
                .add("total", money(invoice.total()));
    }

    static JsonObjectBuilder issued(IssuedInvoice invoice) {
        return Json.createObjectBuilder()
                .add("id", invoice.id().toString())
                .add("number", invoice.number().toString())
                .add("issuedOn", invoice.issuedOn().toString())
                .add("issuedAt", invoice.issuedAt().toString())
                .add("status", "issued")
                .add("consumer", invoice.consumer().toString())
                .add("seller", seller(invoice.seller()))
                .add("buyer", buyer(invoice.buyer()))
                .add("period", period(invoice.period(), invoice.timeZone()))
                .add("lines", lines(invoice.lines(), invoice.timeZone()))
                .add("dueOn", invoice.dueOn().toString())
                .add("sums", SumsAnswer.of(invoice.sums()))
                .add("total", money(invoice.total()));
    }

    static JsonObjectBuilder preview(DraftInvoice draft) {
        return Json.createObjectBuilder()
                .add("status", "open")
                .add("consumer", draft.consumer().toString())
                .add("seller", seller(draft.seller()))
                .add("buyer", buyer(draft.buyer()))
                .add("period", period(draft.period(), draft.timeZone()))
                .add("lines", lines(draft.lines(), draft.timeZone()))
                .add("sums", SumsAnswer.of(draft.terms().sums()))
                .add("total", money(draft.total()));
    }

    static JsonObjectBuilder run(RunResult result) {
        JsonArrayBuilder invoices = Json.createArrayBuilder();
        result.invoices().stream().map(UUID::toString).forEach(invoices::add);
        return Json.createObjectBuilder()
                .add("month", result.month().toString())
                .add("issued", result.issued())
                .add("alreadyIssued", result.alreadyIssued())
                .add("withoutUsage", result.withoutUsage())
                .add("cutOff", result.run().cutOff().toString())
                .add("completeUntil", result.run().completeUntil().toString())
                .add("invoices", invoices);
    }

    static JsonObjectBuilder closed(RatingRun run) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", run.id().toString())
                .add("month", run.month().toString())
                .add("cutOff", run.cutOff().toString())
                .add("completeUntil", run.completeUntil().toString());
        return (run.overrideReason() == null
                        ? json.addNull("overrideReason")
                        : json.add("overrideReason", run.overrideReason()))
                .add("startedAt", run.startedAt().toString());
    }

    private static JsonArrayBuilder lines(List<InvoiceLine> lines, ZoneId zone) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (InvoiceLine line : lines) {
            array.add(line(line, zone));
        }
        return array;
    }

    private static JsonObjectBuilder line(InvoiceLine line, ZoneId zone) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("kind", line.kind().slug())
                .add("subscription", line.subscription().toString())
                .add("application", line.application().toString())
                .add("environment", Environment.LIVE.wireName()) // the store takes no line of another
                .add("planVersion", line.planVersion().toString())
                .add("card", line.card())
                .add("product", line.product())
                .add("plan", line.plan())
                .add("name", line.name());
        Meter meter = line.meter();
        BigDecimal unitPrice = line.unitPrice();
        String taxCode = line.taxCode();
        json = meter == null ? json.addNull("meter") : json.add("meter", meter.slug());
        json.add("period", period(line.period(), zone))
                .add("quantity", line.quantity().toPlainString());
        json = unitPrice == null
                ? json.addNull("unitPrice")
                : json.add(
                        "unitPrice",
                        Json.createObjectBuilder()
                                .add("amount", unitPrice.toPlainString())
                                .add("currency", line.amount().currency().getCurrencyCode()));
        json.add("steps", steps(line));
        json = taxCode == null ? json.addNull("taxCode") : json.add("taxCode", taxCode);
        return json.add("amount", money(line.amount()));
    }

    /// Exact and unrounded; decimals are texts.
    private static JsonArrayBuilder steps(InvoiceLine line) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (PriceStep step : PriceSteps.read(line.steps())) {
            JsonObjectBuilder json = Json.createObjectBuilder().add("kind", PriceSteps.wireName(step.kind()));
            Integer tier = step.tier();
            json = tier == null ? json.addNull("tier") : json.add("tier", tier);
            array.add(json.add("from", step.from().toPlainString())
                    .add("to", step.to().toPlainString())
                    .add("quantity", step.quantity().toPlainString())
                    .add("unitAmount", step.unitAmount().toPlainString())
                    .add("amount", step.amount().toPlainString())
                    .add("percentOff", step.percentOff().toPlainString())
                    .add("aboveMaximum", step.aboveMaximum().toPlainString()));
        }
        return array;
    }

    static JsonObjectBuilder money(Money money) {
        return Json.createObjectBuilder()
                .add("amount", money.amount().toPlainString())
                .add("currency", money.currency().getCurrencyCode());
    }

    private static JsonObjectBuilder period(Period period, ZoneId zone) {
        return Json.createObjectBuilder()
                .add("from", period.from().toString())
                .add("to", period.to().toString())
                .add("timeZone", zone.getId());
    }

    private static JsonObjectBuilder seller(Seller seller) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", seller.name())
                .add("address", Json.createArrayBuilder(seller.address()))
                .add("country", seller.country());
        return optional(json, "vatId", seller.details().vatId());
    }

    private static JsonObjectBuilder buyer(Buyer buyer) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", buyer.name())
                .add("address", Json.createArrayBuilder(buyer.address()));
        return optional(optional(json, "country", buyer.country()), "vatId", buyer.vatId());
    }

    static JsonObjectBuilder optional(JsonObjectBuilder json, String name, @Nullable String value) {
        return value == null ? json.addNull(name) : json.add(name, value);
    }
}
