package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/// Reads amounts as one file writes them: `1.234,56` or `1,234.56`. What a lone separator before three digits means is
/// learnt from the file's other amounts, never guessed.
/// @param decimal  the separator before decimals; the null character when no amount of the file shows it
record CsvAmounts(char decimal) {
    private static final char UNKNOWN = '\0';
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]{1,15}([.,'\u2019 \u00A0][0-9]{3})*([.,][0-9]+)?-?");

    static CsvAmounts of(List<String> amounts) {
        char found = UNKNOWN;
        for (String amount : amounts) {
            char decimal = decimal(amount);
            if (decimal != UNKNOWN && found != UNKNOWN && decimal != found) {
                throw new StatementRefused(Reason.UNREADABLE_VALUE, "amounts with commas and amounts with points");
            }
            found = decimal == UNKNOWN ? found : decimal;
        }
        return new CsvAmounts(found);
    }

    /// @param row  for the refusal only
    BigDecimal read(String amount, int row) {
        String text = bare(amount);
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        int separators = count(text, '.') + count(text, ',');
        if (!NUMBER.matcher(text).matches() || (separators > 0 && decimal == UNKNOWN)) {
            throw new StatementRefused(Reason.UNREADABLE_VALUE, "the amount of row " + row);
        }
        boolean negative = text.startsWith("-") || text.endsWith("-");
        char other = decimal == ',' ? '.' : ',';
        String digits = text.replaceAll("[^0-9.,]", "").replace(String.valueOf(other), "");
        BigDecimal value = new BigDecimal(digits.replace(',', '.'));
        return negative ? value.negate() : value;
    }

    private static char decimal(String amount) {
        String text = bare(amount);
        int comma = text.lastIndexOf(',');
        int point = text.lastIndexOf('.');
        if (comma < 0 && point < 0) {
            return UNKNOWN;
        }
        int last = Math.max(comma, point);
        char separator = text.charAt(last);
        if (comma >= 0 && point >= 0) {
            return separator;
        }
        if (count(text, separator) > 1) {
            return separator == ',' ? '.' : ','; // a separator of thousands
        }
        int after = text.replaceAll("-$", "").length() - last - 1;
        return after == 3 ? UNKNOWN : separator;
    }

    private static String bare(String amount) {
        return amount.replaceAll("[A-Z\u20AC$\u00A3\\s]", "").replace('\u2212', '-');
    }

    private static int count(String text, char c) {
        return (int) text.chars().filter(each -> each == c).count();
    }
}
