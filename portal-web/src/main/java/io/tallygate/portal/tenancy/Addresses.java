package io.tallygate.portal.tenancy;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.InputCheck;
import java.util.ArrayList;
import java.util.List;

/// Postal addresses as they stand on documents: lines, without the country.
public final class Addresses {
    private static final int MOST_LINES = 8;
    private static final int LONGEST_LINE = 200;

    private Addresses() {}

    /// @return the lines without blanks around them and without empty ones
    public static List<String> check(InputCheck check, String pointer, List<String> lines) {
        List<String> kept = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            String line = check.optional(pointer + "/" + index, lines.get(index), LONGEST_LINE);
            if (!line.isEmpty()) {
                kept.add(line);
            }
        }
        if (kept.size() > MOST_LINES) {
            check.refuse(pointer, because("At most {0} lines.", MOST_LINES));
        }
        return kept;
    }
}
