package io.tallygate.billing.tax;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a text has the form of a VAT identification number. That it is registered, only its country's
/// office can
/// say.
public final class VatId {
    /// Without the country's letters; as the Union's VIES publishes them, with those of neighbours.
    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            form("AT", "U\\d{8}"),
            form("BE", "[01]\\d{9}"),
            form("BG", "\\d{9,10}"),
            form("HR", "\\d{11}"),
            form("CY", "\\d{8}[A-Z]"),
            form("CZ", "\\d{8,10}"),
            form("DK", "\\d{8}"),
            form("EE", "\\d{9}"),
            form("FI", "\\d{8}"),
            form("FR", "[0-9A-HJ-NP-Z]{2}\\d{9}"),
            form("DE", "\\d{9}"),
            form("EL", "\\d{9}"),
            form("HU", "\\d{8}"),
            form("IE", "\\d{7}[A-W][A-I]?|\\d[A-Z+*]\\d{5}[A-W]"),
            form("IT", "\\d{11}"),
            form("LV", "\\d{11}"),
            form("LT", "\\d{9}|\\d{12}"),
            form("LU", "\\d{8}"),
            form("MT", "\\d{8}"),
            form("NL", "\\d{9}B\\d{2}"),
            form("PL", "\\d{10}"),
            form("PT", "\\d{9}"),
            form("RO", "\\d{2,10}"),
            form("SK", "\\d{10}"),
            form("SI", "\\d{8}"),
            form("ES", "[A-Z]\\d{7}[A-Z0-9]|\\d{8}[A-Z]"),
            form("SE", "\\d{10}01"),
            form("XI", "\\d{9}|\\d{12}|(GD|HA)\\d{3}"),
            form("GB", "\\d{9}|\\d{12}|(GD|HA)\\d{3}"),
            form("CHE", "\\d{9}(MWST|TVA|IVA)?"),
            form("NO", "\\d{9}MVA"));

    private VatId() {}

    private static Map.Entry<String, Pattern> form(String letters, String pattern) {
        return Map.entry(letters, Pattern.compile(pattern));
    }

    /// One form for one number: upper case, without blanks, dots and hyphens.
    /// @return  empty when it has the form of no country's numbers
    public static Optional<String> normal(String text) {
        String plain = text.toUpperCase(Locale.ROOT).replaceAll("[\\s.\\-]", "");
        String letters = plain.startsWith("CHE") ? "CHE" : plain.substring(0, Math.min(2, plain.length()));
        Pattern form = FORMS.get(letters);
        return form != null && form.matcher(plain.substring(letters.length())).matches()
                ? Optional.of(plain)
                : Optional.empty();
    }

    /// @param country  ISO 3166-1 alpha-2
    public static boolean isOf(String text, String country) {
        String letters = switch (country) {
            case "GR" -> "EL";
            case "CH", "LI" -> "CHE";
            default -> country;
        };
        return normal(text).filter(vatId -> vatId.startsWith(letters)).isPresent();
    }
}
