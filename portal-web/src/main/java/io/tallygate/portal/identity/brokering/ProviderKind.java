package io.tallygate.portal.identity.brokering;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a provider speaks.
public enum ProviderKind {
    OIDC,
    SAML;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ProviderKind> of(String wireName) {
        return Stream.of(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }
}
