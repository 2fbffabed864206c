package io.tallygate.portal.frame;

import java.io.Serializable;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who has signed in, as the HTTP session keeps it: enough for the frame and for asking other rooms what they may do.
/// @param subject  the identity provider's stable id of the person
/// @param email    verified by the identity provider
/// @param name     for display only
public record SignedIn(String subject, String email, String name) implements Serializable {
    private static final long serialVersionUID = 1L;
    static final String ATTRIBUTE = SignedIn.class.getName();

    public String initials() {
        return Stream.of(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .limit(2)
                .collect(Collectors.joining())
                .toUpperCase(Locale.ROOT);
    }
}
