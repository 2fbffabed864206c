package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.invoice.web.InvoiceJson.money;
import static io.tallygate.portal.invoice.web.InvoiceJson.optional;

import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.legalentity.LegalEntity;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.ConsumerTax;
import io.tallygate.billing.tax.TaxRounding;
import io.tallygate.billing.tax.TaxRule;
import io.tallygate.billing.tax.TaxSettings;
import io.tallygate.portal.api.IfMatch;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Legal entities, taxes, coupons and credit notes as the control API writes them.
final class SellingJson {
    private SellingJson() {}

    static JsonObjectBuilder entity(LegalEntity entity) {
        var terms = entity.terms();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", entity.id().toString())
                .add("slug", entity.slug())
                .add("name", terms.name())
                .add("address", Json.createArrayBuilder(terms.address()))
                .add("country", terms.country());
        optional(json, "vatId", terms.vatId());
        optional(json, "taxNumber", terms.taxNumber());
        optional(json, "email", terms.email());
        optional(json, "iban", terms.iban());
        optional(json, "bic", terms.bic());
        return json.add("series", terms.series())
                .add("taxIncluded", terms.taxIncluded())
                .add("taxRounding", terms.rounding() == TaxRounding.PER_RATE ? "per-rate" : "on-document")
                .add("paymentDays", terms.paymentDays())
                .add("usual", entity.usual());
    }

    static String tag(LegalEntity entity) {
        return IfMatch.tag(entity(entity).build());
    }

    static JsonObjectBuilder rule(TaxSettings.StoredRule stored) {
        TaxRule rule = stored.rule();
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("id", stored.id().toString()).add("country", rule.country());
        optional(json, "taxCode", rule.taxCode())
                .add("name", rule.rate().name())
                .add("percent", rule.rate().percent().toPlainString())
                .add("validFrom", rule.validFrom().toString());
        return optional(
                json, "validTo", rule.validTo() == null ? null : rule.validTo().toString());
    }

    static JsonObjectBuilder tax(ConsumerTax tax) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        optional(json, "vatId", tax.vatId());
        optional(json, "exemption", tax.exemption());
        return optional(
                json,
                "legalEntity",
                tax.legalEntity() == null ? null : tax.legalEntity().toString());
    }

    static JsonObjectBuilder coupon(StoredCoupon coupon) {
        CouponTerms terms = coupon.terms();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", coupon.id().toString())
                .add("code", terms.code())
                .add("name", terms.name());
        switch (terms.reduction()) {
            case Reduction.Amount(Money money) ->
                json.add("amount", money(money)).addNull("percent");
            case Reduction.Percent(var percent) ->
                json.addNull("amount")
                        .add("percent", percent.stripTrailingZeros().toPlainString());
        }
        switch (terms.lasting()) {
            case Lasting.Once once -> json.add("lasts", "once").addNull("invoices");
            case Lasting.Repeating(int left) -> json.add("lasts", "repeating").add("invoices", left);
            case Lasting.Forever forever -> json.add("lasts", "forever").addNull("invoices");
        }
        Set<String> cards = terms.onlyCards();
        if (cards == null) {
            json.addNull("onlyCards");
        } else {
            json.add("onlyCards", Json.createArrayBuilder(new TreeSet<>(cards)));
        }
        json.add("validFrom", terms.validFrom().toString());
        optional(json, "validTo", text(terms.validTo()));
        if (terms.redemptionLimit() == null) {
            json.addNull("redemptionLimit");
        } else {
            json.add("redemptionLimit", terms.redemptionLimit());
        }
        json.add("redeemed", coupon.redeemed());
        return optional(json, "archivedAt", text(coupon.archivedAt()));
    }

    static JsonObjectBuilder redemption(Redemption redemption) {
        CouponTerms terms = redemption.coupon().terms();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", redemption.id().toString())
                .add("code", terms.code())
                .add("name", terms.name())
                .add("redeemedAt", redemption.redeemedAt().toString());
        if (redemption.lasting() instanceof Lasting.Once(var used)
                && terms.reduction() instanceof Reduction.Amount(Money money)) {
            json.add("left", money(Rounding.toMinorUnit(money.amount().subtract(used), money.currency())));
        } else {
            json.addNull("left");
        }
        if (redemption.lasting() instanceof Lasting.Repeating(int left)) {
            json.add("invoicesLeft", left);
        } else {
            json.addNull("invoicesLeft");
        }
        return optional(json, "endedAt", text(redemption.endedAt()));
    }

    static JsonObjectBuilder note(CreditNote note) {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        Map<Integer, Money> byPlace = new TreeMap<>();
        note.amounts().items().forEach((line, amount) -> byPlace.put(Integer.valueOf(line), amount));
        byPlace.forEach((line, amount) ->
                lines.add(Json.createObjectBuilder().add("line", line).add("amount", money(amount))));
        return Json.createObjectBuilder()
                .add("id", note.id().toString())
                .add("number", note.number().toString())
                .add("issuedOn", note.issuedOn().toString())
                .add("issuedAt", note.issuedAt().toString())
                .add("invoice", note.invoice().toString())
                .add("invoiceNumber", note.invoiceNumber().toString())
                .add("consumer", note.consumer().toString())
                .add("reason", note.reason())
                .add("lines", lines)
                .add("couponShare", money(note.amounts().couponShare()))
                .add("subtotal", money(note.amounts().net()))
                .add("taxes", SumsAnswer.taxes(note.amounts().taxes()))
                .add("tax", money(note.amounts().tax()))
                .add("total", money(note.amounts().total()))
                .add("offset", money(note.settlement().offset()))
                .add("refund", money(note.settlement().refund()))
                .add("credit", money(note.settlement().credit()));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
