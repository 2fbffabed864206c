package io.tallygate.portal.input;

import static io.tallygate.portal.input.Reason.because;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with the members of one request, so that a person hears all of it at once.
public final class InputCheck {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,185}\\.[^\\s@]{2,63}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final List<WrongInput.Member> wrong = new ArrayList<>();

    public void refuse(String pointer, Reason reason) {
        wrong.add(new WrongInput.Member(pointer, reason));
    }

    /// @return the text without blanks around it
    public String required(String pointer, @Nullable String text, int longest) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty()) {
            refuse(pointer, because("This is required."));
        }
        return bounded(pointer, stripped, longest);
    }

    /// @return the text without blanks around it; empty when it was left out
    public String optional(String pointer, @Nullable String text, int longest) {
        return bounded(pointer, text == null ? "" : text.strip(), longest);
    }

    private String bounded(String pointer, String text, int longest) {
        if (text.length() > longest) {
            refuse(pointer, because("At most {0} characters.", longest));
        }
        if (CONTROL.matcher(text).find()) {
            refuse(pointer, because("Control characters are not allowed."));
        }
        return text;
    }

    /// @return in lower case
    public String email(String pointer, @Nullable String text) {
        String address = required(pointer, text, 254).toLowerCase(Locale.ROOT);
        if (!address.isEmpty() && !EMAIL.matcher(address).matches()) {
            refuse(pointer, because("Not an e-mail address."));
        }
        return address;
    }

    /// @return ISO 3166-1 alpha-2, upper case; empty when it was left out
    public String country(String pointer, @Nullable String text) {
        String country = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            refuse(pointer, because("Not a country of ISO 3166-1, for example DE."));
        }
        return country;
    }

    /// @return an IANA time zone
    public ZoneId timeZone(String pointer, @Nullable String text, ZoneId otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            ZoneId zone = ZoneId.of(text.strip());
            if (ZoneId.getAvailableZoneIds().contains(zone.getId())) {
                return zone;
            }
        } catch (DateTimeException unknown) {
            // refused below
        }
        refuse(pointer, because("Not a time zone of the IANA list, for example Europe/Berlin."));
        return otherwise;
    }

    /// Hands on what was refused, as part of something larger.
    /// @param pointer  where this stands there
    public void into(InputCheck larger, String pointer) {
        wrong.forEach(member -> larger.refuse(pointer + member.pointer(), member.reason()));
    }

    public boolean isWrong() {
        return !wrong.isEmpty();
    }

    /// @throws WrongInput  when anything was refused
    public void done() {
        if (!wrong.isEmpty()) {
            throw new WrongInput(wrong);
        }
    }
}
