package io.tallygate.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxCategory;
import io.tallygate.billing.tax.TaxRate;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads a table of `infra/contracts/suites`, runs its rows, and says how many came out as the table has it.
final class DocumentSuite {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What is wrong with a row; throws when it cannot even be worked out.
    interface Row {
        List<String> wrong(JsonNode row);
    }

    private DocumentSuite() {}

    /// Every row that is wrong must be named in `choices.json`, and the other way round.
    static void run(String file, Predicate<JsonNode> ours, Row row) throws IOException {
        JsonNode choices = read("choices").path(file);
        List<String> failed = new ArrayList<>();
        int passed = 0;
        int chosen = 0;
        for (JsonNode each : read(file).path("cases")) {
            if (!ours.test(each)) {
                continue;
            }
            String id = each.path("id").asText();
            List<String> wrong = row.wrong(each);
            if (wrong.isEmpty() == choices.has(id)) {
                failed.add(id + ": " + (wrong.isEmpty() ? "choices.json names it, yet it is right" : wrong));
            } else if (wrong.isEmpty()) {
                passed++;
            } else {
                chosen++;
            }
        }
        System.out.printf(
                "suite %s: %d passed, %d failed, %d declared rule, 0 not offered%n",
                file, passed, failed.size(), chosen);
        assertThat(failed).isEmpty();
        assertThat(passed * 100).isGreaterThanOrEqualTo((passed + chosen) * 85);
    }

    private static JsonNode read(String name) throws IOException {
        return JSON.readTree(
                Path.of("..", "infra", "contracts", "suites", name + ".json").toFile());
    }

    static Currency currency(JsonNode row) {
        return Currency.getInstance(row.path("currency").asText("EUR"));
    }

    static BigDecimal decimal(JsonNode value) {
        return new BigDecimal(value.asText());
    }

    static Money money(JsonNode value, Currency currency) {
        return Rounding.toMinorUnit(decimal(value), currency);
    }

    static LineTax tax(JsonNode percents, JsonNode given) {
        List<TaxRate> rates = rates(percents);
        return given.isMissingNode()
                ? LineTax.at(rates)
                : new LineTax(TaxCategory.STANDARD, rates, null, decimal(given));
    }

    static List<TaxRate> rates(JsonNode percents) {
        List<TaxRate> rates = new ArrayList<>();
        percents.forEach(percent -> rates.add(new TaxRate("tax " + rates.size(), decimal(percent))));
        return rates;
    }

    static Coupon coupon(JsonNode coupon, Currency currency) {
        Currency own = Currency.getInstance(coupon.path("currency").asText(currency.getCurrencyCode()));
        Reduction reduction = coupon.has("percent")
                ? new Reduction.Percent(decimal(coupon.path("percent")))
                : new Reduction.Amount(money(coupon.path("amount"), own));
        return new Coupon(coupon.path("coupon").asText("coupon"), reduction, lasting(coupon), onlyLines(coupon));
    }

    private static Lasting lasting(JsonNode coupon) {
        return switch (coupon.path("lasts").asText("forever")) {
            case "once" ->
                new Lasting.Once(new BigDecimal(coupon.path("usedBefore").asText("0")));
            case "forever" -> new Lasting.Forever();
            default -> new Lasting.Repeating(coupon.path("invoicesLeft").asInt());
        };
    }

    private static @Nullable Set<String> onlyLines(JsonNode coupon) {
        if (!coupon.has("onlyLines")) {
            return null;
        }
        Set<String> lines = new HashSet<>();
        coupon.path("onlyLines").forEach(line -> lines.add(line.asText()));
        return lines;
    }
}
