package io.tallygate.portal.frame;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The languages our pages speak, and which of them a visitor gets.
final class Languages {
    /// British English and Germany's German when the visitor names no region: dates that nobody misreads.
    private static final List<Locale> SPOKEN = List.of(Locale.UK, Locale.GERMANY);

    private Languages() {}

    static List<String> spoken() {
        return SPOKEN.stream().map(Locale::getLanguage).toList();
    }

    /// @param chosen    a language the visitor chose with the switch, or null
    /// @param accepted  the browser's languages, best first
    static Locale best(@Nullable String chosen, List<Locale> accepted) {
        if (chosen != null && spoken().contains(chosen)) {
            return accepted.stream()
                    .filter(locale -> locale.getLanguage().equals(chosen)
                            && !locale.getCountry().isEmpty())
                    .findFirst()
                    .orElseGet(() -> spokenIn(chosen));
        }
        return accepted.stream()
                .filter(locale -> spoken().contains(locale.getLanguage()))
                .findFirst()
                .map(locale -> locale.getCountry().isEmpty() ? spokenIn(locale.getLanguage()) : locale)
                .orElse(SPOKEN.getFirst());
    }

    private static Locale spokenIn(String language) {
        return SPOKEN.stream()
                .filter(locale -> locale.getLanguage().equals(language))
                .findFirst()
                .orElse(SPOKEN.getFirst());
    }
}
