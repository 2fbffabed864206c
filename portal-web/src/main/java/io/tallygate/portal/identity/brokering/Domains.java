package io.tallygate.portal.identity.brokering;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names of e-mail domains, in the one spelling that is compared: lower case, letters of other scripts as IDNA has
/// them.
public final class Domains {
    private static final Pattern LABELS =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final int LONGEST = 253;

    private Domains() {}

    /// @return  empty when it is no name of a domain
    public static Optional<String> of(String entered) {
        try {
            String name = IDN.toASCII(entered.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return name.length() <= LONGEST && LABELS.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /// What stands behind the only `@`.
    /// @return  empty when there is none, or more than one: what two readers may read differently belongs to nobody
    public static Optional<String> ofAddress(String email) {
        int at = email.indexOf('@');
        return at < 1 || at != email.lastIndexOf('@') ? Optional.empty() : of(email.substring(at + 1));
    }
}
