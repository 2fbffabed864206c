package io.tallygate.billing.suites;

import static io.tallygate.billing.suites.CreditSuiteTest.START;
import static io.tallygate.billing.suites.CreditSuiteTest.id;
import static io.tallygate.billing.suites.CreditSuiteTest.same;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.ledger.BurnOrder;
import io.tallygate.billing.ledger.CreditBook;
import io.tallygate.billing.ledger.CreditMode;
import io.tallygate.billing.ledger.ExceedsCredit;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.PayableLine;
import io.tallygate.billing.ledger.Rollover;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows in which money is prepaid: a wallet, or a part of one, is a grant in the book of its currency.
final class WalletRows {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant NOW = START.plus(Duration.ofDays(100));

    private final BurnOrder order;
    private final Map<Currency, CreditBook> books = new HashMap<>();
    private BigDecimal applied = BigDecimal.ZERO;
    private BigDecimal invoiced = BigDecimal.ZERO;
    private BigDecimal bought = BigDecimal.ZERO;
    private int made;
    private @Nullable String error;

    private WalletRows(BurnOrder order) {
        this.order = order;
    }

    static @Nullable String wrong(JsonNode row) {
        boolean parts = SuiteTable.has(row, "partsByPriorityThenGrantedThenOldest");
        WalletRows run = new WalletRows(parts ? BurnOrder.PRIORITY_GIVEN_AGE : BurnOrder.PRIORITY_EXPIRY_AGE);
        row.path("steps").forEach(run::step);
        List<String> wrong = new ArrayList<>();
        if (row.has("expectedError") || run.error != null) {
            same(wrong, "error", row.path("expectedError").asText(), run.error);
        }
        row.properties().forEach(member -> {
            JsonNode expected = member.getValue();
            switch (member.getKey()) {
                case "expectedApplied" -> same(wrong, "applied", expected.asText(), run.applied);
                case "expectedInvoiceTotal" -> same(wrong, "invoice", expected.asText(), run.invoiced);
                case "expectedBalances", "expectedParts" ->
                    expected.properties()
                            .forEach(each ->
                                    same(wrong, each.getKey(), each.getValue().asText(), run.left(id(each.getKey()))));
                case "expected" ->
                    expected.properties()
                            .forEach(each -> same(
                                    wrong,
                                    each.getKey(),
                                    each.getValue().asText(),
                                    run.book(EUR).balanceAt(NOW).amount()));
                default -> {
                    if (member.getKey().startsWith("expected")
                            && !member.getKey().equals("expectedError")) {
                        wrong.add("not looked at: " + member.getKey());
                    }
                }
            }
        });
        return wrong.isEmpty() ? null : wrong.toString();
    }

    private void step(JsonNode step) {
        try {
            switch (step.path("do").asText()) {
                case "wallet" -> wallet(step);
                case "topUp" -> topUp(step);
                case "spend" -> book(EUR).deduct("spend" + made++, SuiteTable.number(step, "amount"), NOW);
                case "invoice" -> invoice(step);
                case "buyCredits" -> bought = SuiteTable.number(step, "amount");
                case "pay" -> grant(id("bought"), bought, GrantOrigin.PAID, step, EUR);
                case "creditNote" ->
                    book(EUR).refund("note" + made++, id("bought"), SuiteTable.number(step, "refund"), NOW);
                case "voidCredits" -> book(EUR).deduct("void" + made++, SuiteTable.number(step, "amount"), NOW);
                default -> throw new IllegalArgumentException("a step that nobody takes: " + step);
            }
        } catch (ExceedsCredit e) {
            error = step.path("do").asText().equals("spend") ? "exceedsAvailable" : "moreThanTheBalance";
        }
    }

    private void wallet(JsonNode step) {
        Currency currency = Currency.getInstance(step.path("currency").asText());
        grant(id(step.path("wallet").asText()), SuiteTable.number(step, "balance"), GrantOrigin.PAID, step, currency);
    }

    private void topUp(JsonNode step) {
        boolean purchased = step.path("kind").asText().equals("purchased");
        BigDecimal amount = CreditBook.wholeUnits(SuiteTable.number(step, "amount"), EUR);
        GrantOrigin origin = purchased ? GrantOrigin.PAID : GrantOrigin.PROMOTIONAL;
        grant(id(step.path("part").asText()), amount, origin, step, EUR);
        invoiced = purchased ? invoiced.add(amount) : invoiced;
    }

    private void grant(UUID id, BigDecimal amount, GrantOrigin origin, JsonNode step, Currency currency) {
        Set<String> onlyFor = new TreeSet<>();
        if (step.has("onlyFor")) {
            onlyFor.addAll(List.of(step.path("onlyFor").asText().split(", ")));
        }
        Instant created = NOW.minus(Duration.ofDays(step.path("createdDaysAgo").asInt(0)))
                .minus(Duration.ofHours(1))
                .plusSeconds(made++);
        Grant grant = new Grant(
                id,
                amount,
                step.path("priority").asInt(Grant.DEFAULT_PRIORITY),
                origin,
                created,
                null,
                created,
                onlyFor,
                null,
                Rollover.NONE,
                null);
        book(currency).grant(grant, NOW);
    }

    private void invoice(JsonNode step) {
        Currency currency = Currency.getInstance(step.path("currency").asText());
        List<PayableLine> lines = new ArrayList<>();
        for (JsonNode line : step.path("lines")) {
            String meter = line.path("kind").asText().equals("base")
                    ? null
                    : line.path("meter").asText("any");
            if (line.has("withTax")) {
                lines.add(PayableLine.of(meter, SuiteTable.number(line, "withTax"), BigDecimal.ZERO, currency));
            } else {
                BigDecimal net = SuiteTable.number(line, "net");
                BigDecimal tax = line.has("taxExact")
                        ? SuiteTable.number(line, "taxExact")
                        : net.multiply(SuiteTable.number(line, "taxPercent")).movePointLeft(2);
                lines.add(PayableLine.of(meter, net, tax, currency));
            }
        }
        applied = book(currency)
                .spend(
                        id("invoice"),
                        lines,
                        Rounding.toMinorUnit(SuiteTable.number(step, "total"), currency),
                        CreditMode.CREDIT_THEN_INVOICE,
                        NOW)
                .amount();
    }

    private CreditBook book(Currency currency) {
        return books.computeIfAbsent(currency, key -> new CreditBook(key, order, List.of(), List.of()));
    }

    private BigDecimal left(UUID grant) {
        return books.values().stream()
                .map(book -> book.leftAt(NOW).getOrDefault(grant, BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
