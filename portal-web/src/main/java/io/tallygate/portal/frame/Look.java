package io.tallygate.portal.frame;

import java.util.Locale;

/// A tenant as its pages' frame shows it.
/// @param slug    its name in addresses
/// @param accent  `#rrggbb`
public record Look(String slug, String name, String accent) {

    /// Changes when the tenant's stylesheet does, so that browsers may keep it for ever.
    public String look() {
        return Integer.toHexString(Accent.of(accent).css().hashCode());
    }

    public String monogram() {
        return name.isBlank()
                ? "·"
                : name.strip()
                        .substring(0, name.strip().offsetByCodePoints(0, 1))
                        .toUpperCase(Locale.ROOT);
    }
}
