package io.tallygate.portal.frame;

import java.text.Collator;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// What a form about an organisation lets a person choose from.
public final class Choices {
    private Choices() {}

    /// @param value  what the form sends
    public record Choice(String value, String label) {}

    /// All of ISO 3166-1 by their names in the visitor's language, after one line for none.
    public static List<Choice> countries(Locale locale) {
        Collator order = Collator.getInstance(locale);
        Stream<Choice> all = Stream.of(Locale.getISOCountries())
                .map(code -> new Choice(code, Locale.of("", code).getDisplayCountry(locale)))
                .sorted(Comparator.comparing(Choice::label, order));
        return Stream.concat(Stream.of(new Choice("", "–")), all).toList();
    }

    /// UTC and the regions' own zones; the list's historic and abbreviated names are left out.
    public static List<Choice> timeZones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.equals("UTC")
                        || id.matches("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
                .sorted()
                .map(id -> new Choice(id, id.replace('_', ' ')))
                .toList();
    }

    /// The currencies of today by code and name in the visitor's language; metals, funds and test codes are left out.
    public static List<Choice> currencies(Locale locale) {
        return Stream.of(Locale.getISOCountries())
                .map(code -> Currency.getInstance(Locale.of("", code)))
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .map(currency -> new Choice(
                        currency.getCurrencyCode(),
                        currency.getCurrencyCode() + " – " + currency.getDisplayName(locale)))
                .toList();
    }
}
