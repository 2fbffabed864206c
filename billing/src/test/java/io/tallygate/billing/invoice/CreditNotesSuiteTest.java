package io.tallygate.billing.invoice;

import static io.tallygate.billing.invoice.DocumentSuite.currency;
import static io.tallygate.billing.invoice.DocumentSuite.decimal;
import static io.tallygate.billing.invoice.DocumentSuite.money;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.money.Allocation;
import io.tallygate.billing.money.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The rows of `billing-credits-and-notes.json` about credit notes; those about grants and wallets are the
/// ledger's.
public class CreditNotesSuiteTest {
    public static final Set<String> KINDS = Set.of("creditNote", "applyNotes", "prepaidNote");

    @Test
    void every_row_about_notes_comes_out_as_the_table_says_or_is_a_named_choice() throws IOException {
        DocumentSuite.run(
                "billing-credits-and-notes",
                row -> KINDS.contains(row.path("kind").asText()),
                row -> switch (row.path("kind").asText()) {
                    case "creditNote" -> new NoteSteps(currency(row)).run(row);
                    case "applyNotes" -> apply(row);
                    default -> prepaid(row);
                });
    }

    private static List<String> apply(JsonNode row) {
        List<AvailableCredit> notes = new ArrayList<>();
        Findings found = new Findings(row.path("expected"));
        for (JsonNode step : row.path("steps")) {
            Currency currency = currency(step);
            if (step.path("do").asText().equals("noteBalance")) {
                notes.add(new AvailableCredit(step.path("note").asText(), money(step.path("balance"), currency)));
                continue;
            }
            List<BigDecimal> weights = new ArrayList<>();
            step.path("lines").forEach(line -> weights.add(decimal(line.path("withTax"))));
            Composition composed = Composing.compose(new Composing.Input(
                    currency,
                    List.of(Charge.of(
                            "all", money(step.path("total"), currency), io.tallygate.billing.tax.LineTax.NONE)),
                    false,
                    io.tallygate.billing.tax.TaxRounding.ON_DOCUMENT,
                    List.of(),
                    notes,
                    Money.zero(currency)));
            found.is("applied", composed.credited().amount());
            for (AvailableCredit note : notes) {
                Money used = composed.credits().stream()
                        .filter(credit -> credit.note().equals(note.note()))
                        .map(Composition.UsedCredit::used)
                        .findFirst()
                        .orElse(Money.zero(currency));
                found.exact("balances", note.note(), note.balance().minus(used).amount());
            }
            List<BigDecimal> shares = Allocation.share(composed.credited().amount(), weights, 2);
            for (int index = 0; index < shares.size(); index++) {
                found.exact(
                        "lineShares",
                        step.path("lines").path(index).path("line").asText(),
                        shares.get(index));
            }
        }
        found.compared("balances");
        found.compared("lineShares");
        return found.wrong();
    }

    private static List<String> prepaid(JsonNode row) {
        Currency currency = currency(row);
        Findings found = new Findings(row.path("expected"));
        BoughtCredits credits = BoughtCredits.unpaid(Money.zero(currency));
        String refused = "";
        for (JsonNode step : row.path("steps")) {
            JsonNode amount = step.has("refund") ? step.path("refund") : step.path("amount");
            try {
                credits = switch (step.path("do").asText()) {
                    case "buyCredits" -> BoughtCredits.unpaid(money(amount, currency));
                    case "pay" -> credits.pay(money(amount, currency));
                    case "voidCredits" -> credits.use(money(amount, currency));
                    default -> credits.giveBack(money(amount, currency));
                };
            } catch (MoreThanIsLeft less) {
                refused = "moreThanTheBalance";
            }
        }
        found.is("balance", credits.balance().amount());
        found.is("maxCredit", credits.most().amount());
        found.is("maxRefund", credits.most().amount());
        if (!refused.equals(row.path("expectedError").asText())) {
            found.add("refused: " + refused);
        }
        return found.wrong();
    }
}
