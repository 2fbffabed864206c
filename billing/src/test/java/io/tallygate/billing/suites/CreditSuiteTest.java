package io.tallygate.billing.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.ledger.BurnDown;
import io.tallygate.billing.ledger.BurnOrder;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.billing.ledger.GrantBalances;
import io.tallygate.billing.ledger.GrantOrigin;
import io.tallygate.billing.ledger.Recurrence;
import io.tallygate.billing.ledger.Reset;
import io.tallygate.billing.ledger.ResetRefused;
import io.tallygate.billing.ledger.Rollover;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every row of `billing-credits-and-notes.json` that is about credit; those about credit notes are another's.
class CreditSuiteTest {
    static final String FILE = "billing-credits-and-notes";
    static final Set<String> KINDS = Set.of("grants", "grantActive", "wallets", "walletParts", "prepaidNote");
    private static final Set<String> FOLLOWED = Set.of(
            "burnByPriorityThenEarliestExpiryThenOldest",
            "endOfGrantIsExclusive",
            "latestValueIsTheUsageOfEachStretch",
            "limitedWalletPaysOnlyItsLines",
            "minuteIsTheFinestUnit",
            "noCentLeftByExactTax",
            "noteOnBoughtCreditsVoidsThem",
            "overageBurnsLaterGrants",
            "overageSurvivesReset", // as a reset asks for it
            "partsByPriorityThenGrantedThenOldest", // BurnOrder.PRIORITY_GIVEN_AGE
            "recurrenceRefillsToTheFullAmount",
            "resetKeepsBalanceBetweenMinAndMaxRollover",
            "topUpRoundedToCurrency",
            "walletCurrencyMustMatch",
            "walletsByPriorityThenOldest");

    /// Before all of the table's moments.
    static final Instant START = Instant.parse("2023-01-01T00:00:00Z");

    @Test
    void every_row_about_credit_comes_out_as_the_table_says() throws Exception {
        SuiteTable all = SuiteTable.of(FILE);
        List<JsonNode> rows = all.rows().stream()
                .filter(row -> KINDS.contains(row.path("kind").asText()))
                .toList();
        new SuiteTable(FILE + " (credit)", rows, all.choices()).run(FOLLOWED, Set.of(), CreditSuiteTest::wrong);
    }

    private static @Nullable String wrong(JsonNode row) {
        return switch (row.path("kind").asText()) {
            case "grants" -> wrongBurnDown(row);
            case "grantActive" -> wrongSpan(row);
            default -> WalletRows.wrong(row);
        };
    }

    private static @Nullable String wrongSpan(JsonNode row) {
        Grant grant = grant(row.path("grant"), "g", "1", 0);
        for (String end : List.of("voidedAt", "deletedAt")) {
            if (row.path("grant").has(end)) {
                grant = grant.voided(Instant.parse(row.path("grant").path(end).asText()));
            }
        }
        List<String> wrong = new ArrayList<>();
        if (row.has("expectedActive")) {
            boolean active = grant.isActiveAt(Instant.parse(row.path("askedAt").asText()));
            same(wrong, "active", row.path("expectedActive").asText(), String.valueOf(active));
        } else {
            same(wrong, "from", row.path("expectedActiveFrom").asText(), grant.effectiveAt());
            same(wrong, "to", row.path("expectedActiveTo").asText(), grant.activeTo());
        }
        return wrong.isEmpty() ? null : wrong.toString();
    }

    private record Used(Instant at, BigDecimal value) {}

    private static @Nullable String wrongBurnDown(JsonNode row) {
        Map<String, Grant> grants = new LinkedHashMap<>();
        List<Reset> resets = new ArrayList<>();
        List<Used> usage = new ArrayList<>();
        Instant from = START;
        Recurrence period = null;
        for (JsonNode step : row.path("steps")) {
            String name = step.path("grant").asText();
            switch (step.path("do").asText()) {
                case "startMeasuring" -> from = at(step, "at");
                case "usagePeriod" -> period = recurrence(step);
                case "usage" -> usage.add(new Used(at(step, "at"), SuiteTable.number(step, "value")));
                case "grant" ->
                    grants.put(name, grant(step, name, step.path("amount").asText(), grants.size()));
                case "delete", "void" -> grants.computeIfPresent(name, (key, grant) -> grant.voided(at(step, "at")));
                case "reset" ->
                    resets.add(new Reset(
                            at(step, "at"), step.path("preserveOverage").asBoolean()));
                default -> {
                    return "a step that nobody takes: " + step;
                }
            }
        }
        List<Reset> taken;
        try {
            taken = Reset.inOrder(resets);
        } catch (ResetRefused refused) {
            String reason = refused.reason() == ResetRefused.Reason.BEFORE_LAST_RESET
                    ? "beforeLastReset"
                    : "sameMinuteAsLastReset";
            return reason.equals(row.path("expectedError").asText()) ? null : reason;
        }
        boolean latest = row.path("usageAggregation").asText().equals("latest");
        GrantBalances balances = BurnDown.at(
                at(row, "askedAt"),
                from,
                List.copyOf(grants.values()),
                taken,
                period,
                BurnOrder.PRIORITY_EXPIRY_AGE,
                (begin, end) -> within(usage, begin, end, latest));
        List<String> wrong = new ArrayList<>();
        row.path("expected").properties().forEach(member -> {
            String expected = member.getValue().asText();
            switch (member.getKey()) {
                case "balance" -> same(wrong, "balance", expected, balances.balance());
                case "overage" -> same(wrong, "overage", expected, balances.overage());
                case "usageInPeriod" -> same(wrong, "usageInPeriod", expected, balances.usageInPeriod());
                case "usedFromGrants" -> same(wrong, "usedFromGrants", expected, balances.usedFromGrants());
                case "grants" ->
                    member.getValue()
                            .properties()
                            .forEach(each -> same(
                                    wrong,
                                    each.getKey(),
                                    each.getValue().asText(),
                                    balances.grants().get(id(each.getKey()))));
                default -> wrong.add("not looked at: " + member.getKey());
            }
        });
        if (row.has("expectedError")) {
            wrong.add("no error");
        }
        return wrong.isEmpty() ? null : wrong.toString();
    }

    private static BigDecimal within(List<Used> usage, Instant begin, Instant end, boolean latest) {
        BigDecimal value = BigDecimal.ZERO;
        Instant last = Instant.MIN;
        for (Used used : usage) {
            if (used.at().isBefore(begin) || !used.at().isBefore(end)) {
                continue;
            }
            if (!latest) {
                value = value.add(used.value());
            } else if (used.at().isAfter(last)) {
                value = used.value();
                last = used.at();
            }
        }
        return value;
    }

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static void same(List<String> wrong, String what, String expected, @Nullable Object is) {
        boolean equal = is instanceof BigDecimal number
                ? number.compareTo(new BigDecimal(expected)) == 0
                : expected.equals(String.valueOf(is));
        if (!equal) {
            wrong.add(what + " is " + is + ", not " + expected);
        }
    }

    private static Grant grant(JsonNode step, String name, String amount, int place) {
        return new Grant(
                id(name),
                new BigDecimal(amount),
                step.path("priority").asInt(Grant.DEFAULT_PRIORITY),
                GrantOrigin.PROMOTIONAL,
                at(step, "effectiveAt"),
                SuiteTable.momentOrNull(step, "expiresAt"),
                START.plusSeconds(place),
                Set.of(),
                step.has("recurs") ? recurrence(step.path("recurs")) : null,
                new Rollover(
                        new BigDecimal(step.path("minRollover").asText("0")),
                        new BigDecimal(step.path("maxRollover").asText("0"))),
                null);
    }

    private static Recurrence recurrence(JsonNode node) {
        ChronoUnit unit = switch (node.path("cadence").asText()) {
            case "daily" -> ChronoUnit.DAYS;
            case "weekly" -> ChronoUnit.WEEKS;
            case "monthly" -> ChronoUnit.MONTHS;
            case "yearly" -> ChronoUnit.YEARS;
            default -> throw new IllegalArgumentException("cadence: " + node);
        };
        return new Recurrence(1, unit, at(node, "anchor"), ZoneOffset.UTC);
    }

    private static Instant at(JsonNode node, String name) {
        return Instant.parse(node.path(name).asText());
    }
}
