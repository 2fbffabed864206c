package io.tallygate.billing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.billing.invoice.CreditNotesSuiteTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two tests share the rows of `billing-credits-and-notes.json`: none of the 77 falls between them. Only the two rows
/// about giving back bought credit are run by both, as what a note may give and as what the wallet then holds.
class CreditsAndNotesRowsTest {
    @Test
    void every_row_is_run_once_but_the_two_about_bought_credit_which_credit_and_notes_both_run() throws Exception {
        List<JsonNode> rows = SuiteTable.of(CreditSuiteTest.FILE).rows();

        assertThat(rows)
                .hasSize(77)
                .allSatisfy(row -> assertThat(runs(row))
                        .as(row.path("id").asText())
                        .isEqualTo(kind(row).equals("prepaidNote") ? 2 : 1));
        assertThat(rows.stream().filter(row -> runs(row) == 2)).hasSize(2);
    }

    private static int runs(JsonNode row) {
        return (CreditSuiteTest.KINDS.contains(kind(row)) ? 1 : 0)
                + (CreditNotesSuiteTest.KINDS.contains(kind(row)) ? 1 : 0);
    }

    private static String kind(JsonNode row) {
        return row.path("kind").asText();
    }
}
