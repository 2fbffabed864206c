package io.tallygate.billing.rating;

import static io.tallygate.billing.rating.PriceModelRow.number;
import static io.tallygate.billing.rating.PriceModelsSuiteTest.rounded;
import static io.tallygate.billing.rating.PriceModelsSuiteTest.same;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// The partial lines of a row beside the steps of the rating. The tables' lines are rounded each; steps are
/// exact, so amounts are rounded to be compared. So is the unit amount of what is due once, which is the
/// amount.
final class ExpectedLines {
    private ExpectedLines() {}

    static void check(
            JsonNode lines, List<PriceStep> steps, List<BigDecimal> credits, int decimals, List<String> wrong) {
        if (lines.size() != steps.size()) {
            wrong.add("lines: expected " + lines + ", steps " + steps);
            return;
        }
        for (int at = 0; at < steps.size(); at++) {
            line(lines.get(at), steps.get(at), credits.get(at), decimals, wrong);
        }
    }

    private static void line(JsonNode line, PriceStep step, BigDecimal credits, int decimals, List<String> wrong) {
        if (line.has("kind")
                && !line.path("kind").asText().equals(step.kind().name().toLowerCase(Locale.ROOT))) {
            wrong.add("kind: expected " + line.path("kind").asText() + ", is " + step.kind());
        }
        if (line.has("tier") && !Integer.valueOf(line.path("tier").asInt()).equals(step.tier())) {
            wrong.add("tier: expected " + line.path("tier") + ", is " + step.tier());
        }
        if (line.has("quantity")) {
            same("line's quantity", number(line, "quantity"), step.quantity(), wrong);
        }
        if (line.has("unitAmount")) {
            boolean once = step.quantity().compareTo(BigDecimal.ONE) == 0;
            same(
                    "line's unit amount",
                    number(line, "unitAmount"),
                    once ? rounded(step.unitAmount(), decimals) : step.unitAmount(),
                    wrong);
        }
        amount("amount", line, step.amount(), decimals, wrong);
        amount("minimumTopUp", line, step.amount(), decimals, wrong);
        amount("discount", line, step.discount(), decimals, wrong);
        amount("credits", line, credits, decimals, wrong);
        amount("total", line, step.total().subtract(credits), decimals, wrong);
    }

    private static void amount(String name, JsonNode line, BigDecimal is, int decimals, List<String> wrong) {
        if (line.has(name)) {
            same("line's " + name, number(line, name), rounded(is, decimals), wrong);
        }
    }
}
