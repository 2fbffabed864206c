package io.tallygate.billing.rating;

import static io.tallygate.billing.rating.PriceModelRow.number;
import static io.tallygate.billing.rating.PriceModelsSuiteTest.rounded;
import static io.tallygate.billing.rating.PriceModelsSuiteTest.same;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.catalog.RateCard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/// Rows that rate one period several times while its usage grows or late usage comes.
final class GrowingPeriodRows {
    private static final int DECIMALS = 2;
    private static final Currency CURRENCY = Currency.getInstance("EUR");

    private GrowingPeriodRows() {}

    static void check(PriceModelRow row, List<String> wrong) {
        boolean late = row.row().path("runs").path(0).has("quantityToDateAtPeriodEnds");
        BigDecimal all = late ? late(row, wrong) : cumulative(row, wrong);
        same("sum of the runs", number(row.row(), "expectedAmount"), all, wrong);
    }

    private static BigDecimal cumulative(PriceModelRow row, List<String> wrong) {
        BigDecimal billed = BigDecimal.ZERO;
        BigDecimal discounted = BigDecimal.ZERO;
        for (JsonNode run : row.row().path("runs")) {
            CumulativeRating.Increment next = CumulativeRating.next(
                    row.card(),
                    Usage.of(number(run, "quantityToDate")),
                    billed,
                    CURRENCY,
                    run.path("final").asBoolean());
            same("run", number(run, "expectedAmount"), next.amount().amount(), wrong);
            if (run.has("discount")) {
                same(
                        "run's discount",
                        number(run, "discount"),
                        next.toDate().discount().subtract(discounted),
                        wrong);
            }
            billed = billed.add(next.amount().amount());
            discounted = next.toDate().discount();
        }
        return billed;
    }

    private static BigDecimal late(PriceModelRow row, List<String> wrong) {
        List<List<PriceStep>> booked = new ArrayList<>();
        BigDecimal billed = BigDecimal.ZERO;
        for (JsonNode run : row.row().path("runs")) {
            List<List<PriceStep>> now = byPeriod(row.card(), run);
            List<PriceStep> changes = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (int at = 0; at < now.size(); at++) {
                List<PriceStep> change =
                        LateUsage.difference(now.get(at), at < booked.size() ? booked.get(at) : List.of());
                changes.addAll(change);
                for (PriceStep step : change) {
                    lines.add(line(at + 1, step.quantity(), step.unitAmount(), step.total()));
                }
            }
            BigDecimal amount = changes.stream().map(PriceStep::total).reduce(BigDecimal.ZERO, BigDecimal::add);
            same("run", number(run, "expectedAmount"), rounded(amount, DECIMALS), wrong);
            if (run.has("discount")) {
                same(
                        "run's discount",
                        number(run, "discount"),
                        changes.stream().map(PriceStep::discount).reduce(BigDecimal.ZERO, BigDecimal::add),
                        wrong);
            }
            List<String> expected = new ArrayList<>();
            run.path("expectedLines")
                    .forEach(line -> expected.add(line(
                            line.path("period").asInt(),
                            number(line, "quantity"),
                            number(line, "unitAmount"),
                            number(line, "total"))));
            if (!lines.equals(expected)) {
                wrong.add("lines of a run: expected " + expected + ", are " + lines);
            }
            billed = billed.add(amount);
            booked = now;
        }
        return billed;
    }

    /// What each part of the period costs by what is known now.
    private static List<List<PriceStep>> byPeriod(RateCard card, JsonNode run) {
        List<List<PriceStep>> parts = new ArrayList<>();
        List<PriceStep> before = List.of();
        for (JsonNode quantity : run.path("quantityToDateAtPeriodEnds")) {
            List<PriceStep> toDate = Rating.rate(
                            card, Usage.of(new BigDecimal(quantity.asText())), RatingContext.WHOLE.withoutMinimum())
                    .steps();
            parts.add(LateUsage.difference(toDate, before));
            before = toDate;
        }
        return parts;
    }

    private static String line(int period, BigDecimal quantity, BigDecimal unitAmount, BigDecimal total) {
        return "%d: %s at %s is %s".formatted(period, plain(quantity), plain(unitAmount), plain(total));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
