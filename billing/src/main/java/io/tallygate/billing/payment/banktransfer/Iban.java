package io.tallygate.billing.payment.banktransfer;

import java.math.BigInteger;
import java.util.Locale;

/// An account number whose check digits are right (ISO 13616).
/// @param value  without spaces, upper case
public record Iban(String value) {
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    public Iban {
        value = value.replace(" ", "").toUpperCase(Locale.ROOT);
        if (!value.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}") || !isChecked(value)) {
            throw new IllegalArgumentException("no IBAN: its check digits or its form are wrong");
        }
    }

    public static boolean isValid(String text) {
        try {
            return !new Iban(text).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// In groups of four, as people read it.
    public String spaced() {
        return value.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static boolean isChecked(String value) {
        StringBuilder digits = new StringBuilder();
        (value.substring(4) + value.substring(0, 4)).chars().forEach(c -> digits.append(Character.getNumericValue(c)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValue() == 1;
    }

    @Override
    public String toString() {
        return value;
    }
}
