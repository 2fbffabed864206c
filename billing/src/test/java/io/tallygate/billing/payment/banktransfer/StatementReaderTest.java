package io.tallygate.billing.payment.banktransfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final String OPEN = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
        <Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
        <Bal><Amt Ccy="EUR">5000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
        """;
    private static final String CLOSE = "</Stmt></BkToCstmrStmt></Document>";

    @Test
    void a_camt_entry_says_who_paid_how_much_and_for_what() {
        Statement statement = read(OPEN + entry("119.00", "CRDT", "BOOK", """
            <TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
            <RltdPties><Dbtr><Pty><Nm>Globex  Ltd</Nm></Pty></Dbtr>
            <DbtrAcct><Id><IBAN>GB82WEST12345698765432</IBAN></Id></DbtrAcct></RltdPties>
            <RmtInf><Ustrd>Invoice 2026-</Ustrd><Ustrd>00042 thanks</Ustrd></RmtInf></TxDtls>\
            """) + CLOSE);
        assertThat(statement.format()).isEqualTo("camt.053");
        assertThat(statement.account()).isEqualTo("DE89370400440532013000");
        StatementEntry entry = statement.entries().getFirst();
        assertThat(entry.amount()).isEqualTo(eur("119.00"));
        assertThat(entry.credit()).isTrue();
        assertThat(entry.bookedOn()).isEqualTo(LocalDate.of(2026, 11, 27));
        assertThat(entry.payer()).isEqualTo("Globex Ltd");
        assertThat(entry.payerIban()).isEqualTo("GB82WEST12345698765432");
        assertThat(entry.remittance()).isEqualTo("Invoice 2026- 00042 thanks");
        assertThat(entry.bankReference()).isEqualTo("BANK-1");
    }

    @Test
    void a_batch_is_its_transactions_when_they_make_it_up_and_what_is_pending_is_not_taken() {
        String part = "<TxDtls><Amt Ccy=\"EUR\">%s</Amt><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls>";
        String two = part.formatted("40.00", "2026-00001") + part.formatted("60.00", "2026-00002");
        assertThat(read(OPEN + entry("100.00", "CRDT", "BOOK", two) + CLOSE).entries())
                .extracting(StatementEntry::amount)
                .containsExactly(eur("40.00"), eur("60.00"));
        Statement other = read(OPEN
                + entry("100.01", "CRDT", "BOOK", two)
                + entry("5", "DBIT", "BOOK", "")
                + entry("1.00", "CRDT", "PDNG", "")
                + CLOSE);
        assertThat(other.entries()).extracting(StatementEntry::amount).containsExactly(eur("100.01"), eur("5.00"));
        assertThat(other.entries().get(1).credit()).isFalse();
        assertThat(other.pending()).isEqualTo(1);
    }

    @Test
    void the_same_entry_has_the_same_identity_in_another_file_and_two_equal_ones_are_two() {
        String paid = entry("10.00", "CRDT", "BOOK", "<TxDtls><RmtInf><Ustrd>2026-00001</Ustrd></RmtInf></TxDtls>");
        Statement first = read(OPEN + paid + CLOSE);
        Statement second = read(OPEN + paid + paid + CLOSE);
        assertThat(second.entries().get(0).identity())
                .isEqualTo(first.entries().getFirst().identity());
        assertThat(second.entries().get(1).identity())
                .isNotEqualTo(first.entries().getFirst().identity());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE Document SYSTEM \"http://127.0.0.1:1/x.dtd\">",
                "<!DOCTYPE Document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            })
    void a_document_type_is_refused_whatever_is_in_it(String type) {
        String file = OPEN.replace("?>", "?>" + type)
                + entry("1.00", "CRDT", "BOOK", "<TxDtls><RmtInf><Ustrd>&b;&x;</Ustrd></RmtInf></TxDtls>")
                + CLOSE;
        assertRefused(file.getBytes(UTF_8), Reason.MALFORMED);
    }

    @Test
    void what_is_too_deep_too_long_or_not_closed_is_refused() {
        assertRefused((OPEN + "<a>".repeat(CamtReader.MAX_DEPTH + 1)).getBytes(UTF_8), Reason.MALFORMED);
        String text = "x".repeat(CamtReader.MAX_TEXT + 1);
        assertRefused((OPEN + "<a>" + text + "</a>" + CLOSE).getBytes(UTF_8), Reason.MALFORMED);
        assertRefused(OPEN.getBytes(UTF_8), Reason.MALFORMED);
        assertRefused(new byte[StatementReader.MAX_BYTES + 1], Reason.TOO_LARGE);
        assertRefused(new byte[0], Reason.EMPTY);
        assertRefused("<html><body/></html>".getBytes(UTF_8), Reason.UNKNOWN_FORMAT);
        assertRefused("hello, world".getBytes(UTF_8), Reason.UNKNOWN_FORMAT);
    }

    @Test
    void an_amount_that_the_currency_does_not_have_is_refused() {
        assertRefused((OPEN + entry("1.005", "CRDT", "BOOK", "") + CLOSE).getBytes(UTF_8), Reason.UNREADABLE_VALUE);
        assertRefused((OPEN + entry("-1.00", "CRDT", "BOOK", "") + CLOSE).getBytes(UTF_8), Reason.UNREADABLE_VALUE);
    }

    @Test
    void a_german_export_in_windows_1252_is_read_below_its_preamble() {
        String file = """
            "Umsatzanzeige";"Datei erstellt am: 28.11.2026"

            Buchungstag;Valuta;Auftraggeber/Empfänger;Verwendungszweck;Betrag;Währung
            27.11.2026;27.11.2026;"Müller & Söhne; Köln";"Rechnung 2026-00042
            vielen Dank";1.119,00;EUR
            26.11.26;26.11.2026;Strom AG;Abschlag;-80,5;EUR
            """;
        Statement statement = StatementReader.read(file.getBytes(Charset.forName("windows-1252")), EUR);
        assertThat(statement.entries()).hasSize(2);
        StatementEntry first = statement.entries().getFirst();
        assertThat(first.amount()).isEqualTo(eur("1119.00"));
        assertThat(first.payer()).isEqualTo("Müller & Söhne; Köln");
        assertThat(first.remittance()).isEqualTo("Rechnung 2026-00042 vielen Dank");
        assertThat(statement.entries().get(1).credit()).isFalse();
        assertThat(statement.entries().get(1).bookedOn()).isEqualTo(LocalDate.of(2026, 11, 26));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234.50 | 1234.50",
                "1234.5 | 1234.50",
                "+7.00 EUR | 7.00",
                "1 000.00 | 1000.00",
            })
    void amounts_with_points_are_read(String written, String amount) {
        String file = "Date,Amount,Reference\n2026-11-27,\"" + written + "\",2026-00042\n";
        assertThat(StatementReader.read(file.getBytes(UTF_8), EUR).entries())
                .extracting(StatementEntry::amount)
                .containsExactly(eur(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,234", "1.234", "12a", "0x10", "1e3"})
    void an_amount_that_could_mean_two_things_or_none_is_refused(String written) {
        String file = "Date;Amount;Reference\n2026-11-27;" + written + ";2026-00042\n";
        assertRefused(file.getBytes(UTF_8), Reason.UNREADABLE_VALUE);
        String date = "Date;Amount;Reference\n11/12/2026;1,00;2026-00042\n";
        assertRefused(date.getBytes(UTF_8), Reason.UNREADABLE_VALUE);
    }

    @Test
    void what_a_lone_separator_means_is_learnt_from_the_other_amounts() {
        String file = "Date;Amount;Reference\n2026-11-27;1.234;a\n2026-11-27;5,50;b\n";
        assertThat(StatementReader.read(file.getBytes(UTF_8), EUR).entries())
                .extracting(StatementEntry::amount)
                .containsExactly(eur("1234.00"), eur("5.50"));
    }

    private static String entry(String amount, String way, String status, String details) {
        return """
            <Ntry><Amt Ccy="EUR">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>%s</Cd></Sts>
            <BookgDt><Dt>2026-11-27</Dt></BookgDt><AcctSvcrRef>BANK-1</AcctSvcrRef>
            <NtryDtls>%s</NtryDtls></Ntry>
            """.formatted(amount, way, status, details);
    }

    private static Statement read(String file) {
        return StatementReader.read(file.getBytes(UTF_8), EUR);
    }

    private static void assertRefused(byte[] file, Reason reason) {
        assertThatThrownBy(() -> StatementReader.read(file, EUR))
                .isInstanceOfSatisfying(
                        StatementRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Money eur(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}
