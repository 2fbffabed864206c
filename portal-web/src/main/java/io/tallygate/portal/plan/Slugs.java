package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.WrongInput;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of an address that names something: lower-case letters, digits and dashes.
final class Slugs {
    private static final int LONGEST = 63;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Slugs() {}

    /// @param wanted  null or empty: made from the name
    /// @throws WrongInput  when it is none, or none can be made
    static String of(@Nullable String wanted, String name) {
        if (wanted != null && !wanted.isBlank()) {
            if (!SLUG.matcher(wanted).matches()) {
                throw new WrongInput(
                        "/slug",
                        because("1 to 63 lower-case letters, digits and dashes, beginning and ending without a dash."));
            }
            return wanted;
        }
        String plain = Normalizer.normalize(name.replace("ß", "ss"), Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String slug = plain.substring(0, Math.min(plain.length(), LONGEST)).replaceAll("-$", "");
        if (slug.isEmpty()) {
            throw new WrongInput("/slug", because("The name has no letters for an address: give a slug."));
        }
        return slug;
    }
}
