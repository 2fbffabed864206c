package io.tallygate.billing.invoice;

import static io.tallygate.billing.invoice.DocumentSuite.currency;
import static io.tallygate.billing.invoice.DocumentSuite.decimal;
import static io.tallygate.billing.invoice.DocumentSuite.money;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.money.Allocation;
import io.tallygate.billing.money.CreditUnits;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRate;
import io.tallygate.billing.tax.TaxRounding;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every row of `billing-invoice-tax-rounding.json`, straight from the code that composes documents.
class InvoiceTaxRoundingSuiteTest {
    @Test
    void every_row_comes_out_as_the_table_says_or_is_a_named_choice() throws IOException {
        DocumentSuite.run("billing-invoice-tax-rounding", row -> true, row -> switch (row.path("kind")
                .asText()) {
            case "invoice" -> invoice(row);
            case "thresholds" -> thresholds(row);
            case "round" -> round(row);
            case "share" -> share(row);
            case "creditsToMoney" -> credits(row);
            default -> List.of("unknown kind");
        });
    }

    private static List<String> invoice(JsonNode row) {
        Currency currency = currency(row);
        List<Coupon> coupons = new ArrayList<>();
        row.path("couponShares")
                .properties()
                .forEach(given -> coupons.add(new Coupon(
                        "given on " + given.getKey(),
                        new Reduction.Amount(money(given.getValue(), currency)),
                        new Lasting.Forever(),
                        Set.of(given.getKey()))));
        row.path("coupons").forEach(coupon -> coupons.add(DocumentSuite.coupon(coupon, currency)));
        List<AvailableCredit> notes = new ArrayList<>();
        row.path("creditNotes")
                .forEach(note -> notes.add(
                        new AvailableCredit(note.path("note").asText(), money(note.path("balance"), currency))));
        Money prepaid = row.has("prepaidBalance") ? money(row.path("prepaidBalance"), currency) : Money.zero(currency);
        Composition composed = Composing.compose(new Composing.Input(
                currency, charges(row, currency), false, TaxRounding.ON_DOCUMENT, coupons, notes, prepaid));
        return compare(row, composed, prepaid);
    }

    private static List<Charge> charges(JsonNode row, Currency currency) {
        List<Charge> charges = new ArrayList<>();
        for (JsonNode line : row.path("lines")) {
            String key = line.path("line").asText();
            Money before = line.has("creditBefore") ? money(line.path("creditBefore"), currency) : Money.zero(currency);
            for (JsonNode early : row.path("early")) {
                if (early.path("line").asText().equals(key)) {
                    before = before.plus(money(early.path("amount"), currency));
                }
            }
            charges.add(new Charge(key, money(line.path("amount"), currency), before, tax(row, line)));
        }
        return charges;
    }

    private static LineTax tax(JsonNode row, JsonNode line) {
        if (!row.has("taxesGiven")) {
            return DocumentSuite.tax(line.path("taxPercents"), line.path("lineTax"));
        }
        JsonNode given = row.path("taxesGiven");
        return LineTax.at(LineTax.choose(
                DocumentSuite.rates(given.path("line")),
                DocumentSuite.rates(given.path("customer")),
                DocumentSuite.rates(given.path("seller"))));
    }

    private static List<String> compare(JsonNode row, Composition composed, Money prepaid) {
        Findings found = new Findings(row.path("expected"));
        found.is("lines", composed.lineTotal().amount());
        found.is("coupons", composed.couponTotal().amount());
        found.is("subtotal", composed.subtotal().amount());
        found.is("tax", composed.tax().amount());
        found.is("total", composed.due().amount());
        found.is("withTax", composed.total().amount());
        found.is("taxRate", composed.meanTaxPercent());
        found.is("creditNotesUsed", composed.credited().amount());
        found.is("prepaidUsed", composed.prepaid().amount());
        found.is("walletAfter", prepaid.minus(composed.prepaid()).amount());
        found.is("earlyBilledCredit", composed.alreadyBilled().amount());
        found.is("couponsUsed", (int)
                composed.coupons().stream().filter(CouponUse::used).count());
        if (!composed.coupons().isEmpty()) {
            CouponUse use = composed.coupons().getLast();
            found.is("couponEnded", use.ended());
            if (use.after() instanceof Lasting.Repeating(int left)) {
                found.is("invoicesLeft", left);
            }
        }
        for (Composition.Line line : composed.lines()) {
            String key = line.charge().key();
            found.shown(
                    "couponShares",
                    key,
                    line.couponShare().add(line.charge().alreadyBilled().amount()));
            found.exact("lineTaxes", key, line.tax().amount());
            found.exact("roundedLines", key, line.charge().amount().amount());
        }
        List<BigDecimal> percents = composed.lines().getFirst().charge().tax().rates().stream()
                .map(TaxRate::percent)
                .toList();
        List<BigDecimal> wanted = new ArrayList<>();
        row.path("expected").path("taxPercentsUsed").forEach(percent -> wanted.add(decimal(percent)));
        if (!wanted.isEmpty() && !wanted.equals(percents)) {
            found.add("taxes used " + percents);
        }
        List.of("couponShares", "lineTaxes", "roundedLines", "taxPercentsUsed").forEach(found::compared);
        return found.wrong();
    }

    private static List<String> thresholds(JsonNode row) {
        Currency currency = currency(row);
        List<EarlyBilling.Threshold> thresholds = new ArrayList<>();
        row.path("thresholds")
                .forEach(each -> thresholds.add(new EarlyBilling.Threshold(
                        money(each.path("amount"), currency),
                        each.path("repeats").asBoolean())));
        Money base = money(row.path("baseAmount"), currency);
        Money zero = Money.zero(currency);
        EarlyBilling billing = EarlyBilling.none(zero);
        Money usage = zero;
        Money early = zero;
        List<String> wrong = new ArrayList<>();
        for (JsonNode step : row.path("steps")) {
            Findings found = new Findings(step);
            if (step.path("do").asText().equals("usage")) {
                Money more = Rounding.toMinorUnit(
                        decimal(step.path("quantity")).multiply(decimal(row.path("unitAmount"))), currency);
                EarlyBilling.Step done = billing.add(more, thresholds);
                billing = done.after();
                usage = usage.plus(more);
                early = early.plus(done.invoice());
                if (step.path("expectedEarlyInvoice").isNull()) {
                    found.compared("expectedEarlyInvoice");
                    if (done.invoice().signum() != 0) {
                        found.add("an early invoice of " + done.invoice());
                    }
                } else {
                    found.is("expectedEarlyInvoice", done.invoice().amount());
                }
            } else {
                Composition end = Composing.compose(new Composing.Input(
                        currency,
                        List.of(Charge.of("base", base, LineTax.NONE), new Charge("usage", usage, early, LineTax.NONE)),
                        false,
                        TaxRounding.ON_DOCUMENT,
                        List.of(),
                        List.of(),
                        zero));
                found.is("expectedTotal", end.total().amount());
                found.is("expectedLines", end.lineTotal().amount());
                found.is("expectedEarlyBilledCredit", end.alreadyBilled().amount());
                billing = billing.closePeriod();
                usage = zero;
                early = zero;
            }
            List.of("at", "do", "quantity").forEach(found::compared);
            wrong.addAll(found.wrong());
        }
        return wrong;
    }

    private static List<String> round(JsonNode row) {
        BigDecimal amount = decimal(row.path("amount"));
        int decimals = row.path("decimals").asInt();
        BigDecimal rounded;
        if (row.has("currency")) {
            Money money = money(row.path("amount"), currency(row));
            rounded = money.amount();
            if (row.has("expectedMinorUnits")
                    && !money.amount()
                            .unscaledValue()
                            .toString()
                            .equals(row.path("expectedMinorUnits").asText())) {
                return List.of("minor units " + money.amount().unscaledValue());
            }
            if (row.has("expectedText")
                    && !money.amount()
                            .toPlainString()
                            .equals(row.path("expectedText").asText())) {
                return List.of("text " + money.amount());
            }
        } else {
            rounded = amount.setScale(decimals, RoundingMode.HALF_UP);
        }
        return rounded.compareTo(decimal(row.path("expected"))) == 0 ? List.of() : List.of("rounded " + rounded);
    }

    private static List<String> share(JsonNode row) {
        List<String> keys = new ArrayList<>();
        List<BigDecimal> weights = new ArrayList<>();
        row.path("weights").forEach(each -> {
            keys.add(each.path("key").asText());
            weights.add(decimal(each.path("weight")));
        });
        List<BigDecimal> parts;
        try {
            parts = Allocation.share(
                    decimal(row.path("amount")), weights, row.path("decimals").asInt());
        } catch (IllegalArgumentException refused) {
            String why = row.path("expectedError").asText();
            boolean right = why.equals("amountHasTooManyDecimals")
                            && String.valueOf(refused.getMessage()).startsWith("the amount has too many decimals")
                    || why.equals("weightMustBePositive")
                            && String.valueOf(refused.getMessage()).startsWith("a weight must be positive");
            return right ? List.of() : List.of("refused: " + refused.getMessage());
        }
        Findings found = new Findings(row.path("expected"));
        for (int index = 0; index < keys.size(); index++) {
            found.is(keys.get(index), parts.get(index));
        }
        return row.has("expectedError") ? List.of("not refused") : found.wrong();
    }

    private static List<String> credits(JsonNode row) {
        CreditUnits unit = new CreditUnits(decimal(row.path("moneyPerCredit")), currency(row));
        Money amount = unit.cost(decimal(row.path("credits")));
        Findings found = new Findings(row.path("expected"));
        found.is("amount", amount.amount());
        found.is("credits", unit.credits(amount));
        found.is("amountRoundsToZero", amount.signum() == 0);
        return found.wrong();
    }
}
