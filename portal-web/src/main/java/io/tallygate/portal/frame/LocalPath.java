package io.tallygate.portal.frame;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A path of this portal that a link or form may ask us to return to. Anything that a browser could read as another
/// host (`//evil`, `/\evil`, a scheme, control characters) becomes `/`.
/// @param value  starts with a single `/`; may have a query
public record LocalPath(String value) {
    private static final int LONGEST = 2000;
    private static final Pattern SAFE = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

    public static LocalPath of(@Nullable String asked) {
        return new LocalPath(
                asked != null
                                && asked.length() <= LONGEST
                                && (asked.equals("/") || SAFE.matcher(asked).matches())
                        ? asked
                        : "/");
    }
}
