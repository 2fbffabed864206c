package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.payment.banktransfer.CsvColumns.Field;
import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what banks export as CSV: rows below a row that names the columns, with anything before it.
final class CsvStatement {
    /// Most rows before the one that names the columns.
    static final int MAX_ROWS_BEFORE = 20;

    private static final Pattern GERMAN = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4}|[0-9]{2})");

    private CsvStatement() {}

    static Statement read(byte[] file, Currency currency) {
        String text = CsvRows.text(file);
        for (char delimiter : new char[] {';', ',', '\t'}) {
            List<List<String>> rows = CsvRows.of(text, delimiter);
            for (int i = 0; i < Math.min(rows.size(), MAX_ROWS_BEFORE); i++) {
                CsvColumns columns = CsvColumns.of(rows.get(i));
                if (columns.areEnough()) {
                    return statement(columns, rows, i + 1, currency);
                }
            }
        }
        throw new StatementRefused(Reason.UNKNOWN_FORMAT, "no row names a date, an amount and a reference");
    }

    private static Statement statement(CsvColumns columns, List<List<String>> rows, int first, Currency currency) {
        List<List<String>> body = rows.subList(first, rows.size());
        List<String> amounts = new ArrayList<>();
        for (Field field : List.of(Field.AMOUNT, Field.IN, Field.OUT)) {
            body.forEach(row -> amounts.add(columns.of(field, row)));
        }
        CsvAmounts numbers = CsvAmounts.of(amounts);
        EntryIdentity identities = new EntryIdentity();
        List<StatementEntry> entries = new ArrayList<>();
        String account = "";
        for (int i = 0; i < body.size(); i++) {
            List<String> row = body.get(i);
            if (columns.of(Field.DATE, row).isEmpty()) {
                continue; // a sum below the rows
            }
            String own = columns.of(Field.ACCOUNT, row).replace(" ", "");
            if (!account.isEmpty() && !own.isEmpty() && !own.equals(account)) {
                throw new StatementRefused(Reason.MALFORMED, "rows of several accounts");
            }
            account = own.isEmpty() ? account : own;
            entries.add(entry(columns, row, first + i + 1, numbers, currency, identities, account));
        }
        return new Statement("csv", Iban.isValid(account) ? account : "", entries, 0);
    }

    private static StatementEntry entry(
            CsvColumns columns,
            List<String> row,
            int place,
            CsvAmounts numbers,
            Currency currency,
            EntryIdentity identities,
            String account) {
        BigDecimal signed = numbers.read(columns.of(Field.AMOUNT, row), place)
                .add(numbers.read(columns.of(Field.IN, row), place).abs())
                .subtract(numbers.read(columns.of(Field.OUT, row), place).abs());
        Money amount = money(signed.abs(), columns.of(Field.CURRENCY, row), currency, place);
        boolean credit = signed.signum() >= 0;
        LocalDate bookedOn = date(columns.of(Field.DATE, row), place);
        String payer = StatementReader.cut(columns.of(Field.PAYER, row));
        String iban = columns.of(Field.PAYER_IBAN, row);
        String remittance = StatementReader.cut(columns.of(Field.REMITTANCE, row));
        String reference = StatementReader.cut(columns.of(Field.BANK_REFERENCE, row));
        String identity = identities.of(
                account, bookedOn.toString(), amount.toString(), credit ? "in" : "out", reference, payer, remittance);
        return new StatementEntry(
                identity,
                bookedOn,
                amount,
                credit,
                payer,
                Iban.isValid(iban) ? new Iban(iban).value() : "",
                remittance,
                reference.isEmpty() ? null : reference);
    }

    private static Money money(BigDecimal amount, String named, Currency currency, int place) {
        try {
            Currency of = named.isEmpty() ? currency : Currency.getInstance(named);
            return new Money(amount.setScale(Rounding.digits(of), RoundingMode.UNNECESSARY), of);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new StatementRefused(Reason.UNREADABLE_VALUE, "the amount of row " + place);
        }
    }

    /// `2026-11-30` or `30.11.2026`; with slashes nobody knows which is the month.
    private static LocalDate date(String text, int place) {
        try {
            Matcher german = GERMAN.matcher(text);
            if (german.matches()) {
                String year = german.group(3);
                return LocalDate.of(
                        Integer.parseInt(year.length() == 2 ? "20" + year : year),
                        Integer.parseInt(german.group(2)),
                        Integer.parseInt(german.group(1)));
            }
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text, DateTimeFormatter.ISO_LOCAL_DATE);
        } catch (DateTimeException e) {
            throw new StatementRefused(Reason.UNREADABLE_VALUE, "the date of row " + place);
        }
    }
}
