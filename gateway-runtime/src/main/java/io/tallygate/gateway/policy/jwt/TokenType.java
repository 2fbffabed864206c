package io.tallygate.gateway.policy.jwt;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What kind of token it says it is. Media types are alike in any case, and without `application/` (RFC 7515, 4.1.9).
final class TokenType {
    private static final String APPLICATION = "application/";

    private TokenType() {}

    static @Nullable String normal(@Nullable String type) {
        if (type == null) {
            return null;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith(APPLICATION) ? lower.substring(APPLICATION.length()) : lower;
    }
}
