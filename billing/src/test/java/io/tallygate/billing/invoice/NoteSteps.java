package io.tallygate.billing.invoice;

import static io.tallygate.billing.invoice.DocumentSuite.decimal;
import static io.tallygate.billing.invoice.DocumentSuite.money;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks through the steps of one row about a credit note.
final class NoteSteps {
    private final Currency currency;
    private final List<String> wrong = new ArrayList<>();
    private final List<NoteAmounts> notes = new ArrayList<>();
    private Money paid;
    private @Nullable Composition composed;
    private @Nullable CreditedInvoice invoice;
    private String refused = "";

    NoteSteps(Currency currency) {
        this.currency = currency;
        this.paid = Money.zero(currency);
    }

    List<String> run(JsonNode row) {
        Findings found = new Findings(row.path("expected"));
        for (JsonNode step : row.path("steps")) {
            switch (step.path("do").asText()) {
                case "invoice" -> invoice(step);
                case "pay" -> paid = paid.plus(money(step.path("amount"), currency));
                case "noteDraft" -> draft(step, found);
                case "endEarly" -> endEarly(step, found);
                default -> note(step, row, found);
            }
        }
        if (row.has("expectedError")
                && !refused.equals(row.path("expectedError").asText())) {
            found.add("refused: " + refused);
        }
        wrong.addAll(found.wrong());
        return wrong;
    }

    private void invoice(JsonNode step) {
        List<Charge> charges = new ArrayList<>();
        for (JsonNode line : step.path("lines")) {
            JsonNode percents = line.has("taxPercents")
                    ? line.path("taxPercents")
                    : step.has("taxPercent")
                            ? com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                                    .arrayNode()
                                    .add(step.path("taxPercent").asText())
                            : line.path("taxPercents");
            charges.add(Charge.of(
                    line.path("line").asText(),
                    money(line.path("net"), currency),
                    DocumentSuite.tax(percents, line.path("lineTax"))));
        }
        List<Coupon> coupons = new ArrayList<>();
        if (step.has("coupon")) {
            JsonNode coupon = step.path("coupon");
            coupons.add(new Coupon(
                    "c",
                    new Reduction.Amount(money(coupon.path("amount"), currency)),
                    new Lasting.Forever(),
                    coupon.has("line") ? Set.of(coupon.path("line").asText()) : null));
        }
        Composition made = Composing.compose(new Composing.Input(
                currency, charges, false, TaxRounding.ON_DOCUMENT, coupons, List.of(), Money.zero(currency)));
        composed = made;
        invoice = CreditedInvoice.of(made, TaxRounding.ON_DOCUMENT);
        Findings found = new Findings(step);
        found.is("expectedTotal", made.total().amount());
        found.is("expectedTax", made.tax().amount());
        found.is("expectedTaxRate", made.meanTaxPercent());
        made.lines()
                .forEach(line ->
                        found.shown("expectedCouponShares", line.charge().key(), line.couponShare()));
        List.of("do", "lines", "taxPercent", "coupon", "expectedCouponShares").forEach(found::compared);
        wrong.addAll(found.wrong());
    }

    private void draft(JsonNode step, Findings found) {
        Money net = money(step.path("netExact"), currency);
        Money tax = money(step.path("tax"), currency);
        found.is("net", net.amount());
        found.is("tax", tax.amount());
        found.is("total", net.plus(tax).amount());
    }

    private void note(JsonNode step, JsonNode row, Findings found) {
        CreditedInvoice of = Objects.requireNonNull(invoice);
        Map<String, Money> items = new LinkedHashMap<>();
        step.path("items").forEach(item -> items.put(item.path("line").asText(), money(item.path("net"), currency)));
        boolean last = step.equals(row.path("steps").path(row.path("steps").size() - 1));
        NoteAmounts made;
        try {
            made = Crediting.note(of, items, notes);
        } catch (MoreThanIsLeft more) {
            refused = "moreThanTheLine";
            made = Crediting.amounts(of, items); // a row may ask for the arithmetic of what would be refused
        }
        Findings here = last ? found : new Findings(step.path("expected"));
        amounts(here, of, made);
        if (step.has("refund")) {
            Money asked = money(step.path("refund"), currency);
            here.is(
                    "refund",
                    NoteSettlement.mostRefund(made.total(), paid).min(asked).amount());
        }
        here.is("maxCredit", made.total().amount());
        here.is("maxRefund", NoteSettlement.mostRefund(made.total(), paid).amount());
        if (!step.path("do").asText().equals("estimateNote")) {
            notes.add(made);
        }
        Money left = notes.stream()
                .map(NoteAmounts::total)
                .reduce(Objects.requireNonNull(composed).total(), Money::minus);
        here.is("creditableAfter", left.amount());
        if (!last) {
            wrong.addAll(here.wrong());
        }
    }

    private void endEarly(JsonNode step, Findings found) {
        Composition whole = Objects.requireNonNull(composed);
        CreditedInvoice of = Objects.requireNonNull(invoice);
        String key = step.path("line").asText();
        Composition.Line line = whole.lines().stream()
                .filter(each -> each.charge().key().equals(key))
                .findFirst()
                .orElseThrow();
        Money before = notes.stream()
                .map(note -> note.items().getOrDefault(key, Money.zero(currency)))
                .reduce(Money.zero(currency), Money::plus);
        Money item = NoteSettlement.unused(
                line.charge().amount(), decimal(step.path("daysUnused")), decimal(step.path("daysInPeriod")), before);
        NoteAmounts made = Crediting.note(of, Map.of(key, item), notes);
        found.is("created", !made.worthNothing());
        found.is("net", item.amount());
        found.is("couponShare", made.couponShare().amount());
        found.is("tax", made.tax().amount());
        found.is("total", made.total().amount());
        BigDecimal withTax = line.net()
                .add(line.net().multiply(line.charge().tax().percent()).divide(Composing.HUNDRED, Composing.EXACT));
        Money refund = step.path("onEnd").asText().startsWith("refund")
                ? NoteSettlement.paidBeyondUse(
                                withTax,
                                whole.total(),
                                paid,
                                decimal(step.path("daysUsed")),
                                decimal(step.path("daysInPeriod")))
                        .min(made.total())
                : Money.zero(currency);
        Money rest = made.total().minus(refund);
        found.is("refund", refund.amount());
        found.is("credit", rest.amount());
        found.is("offset", rest.amount());
    }

    private void amounts(Findings found, CreditedInvoice of, NoteAmounts made) {
        found.is("net", made.net().amount());
        found.is("tax", made.tax().amount());
        found.is("total", made.total().amount());
        found.is("couponShare", made.couponShare().amount());
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal net = BigDecimal.ZERO;
        for (CreditedInvoice.Line line : of.lines()) {
            Money item = made.items().get(line.key());
            if (item != null) {
                BigDecimal part = item.amount()
                        .multiply(line.amount().amount().subtract(line.couponShare()))
                        .divide(line.amount().amount(), Composing.EXACT);
                net = net.add(part);
                exact = exact.add(part.multiply(line.tax().percent()).divide(Composing.HUNDRED, Composing.EXACT));
            }
        }
        found.is("taxExact", exact);
        found.is(
                "taxRate",
                net.signum() == 0
                        ? BigDecimal.ZERO
                        : exact.multiply(Composing.HUNDRED).divide(net, 5, java.math.RoundingMode.HALF_UP));
        found.compared("storedNoteTotalWas");
    }
}
