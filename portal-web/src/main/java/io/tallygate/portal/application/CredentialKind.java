package io.tallygate.portal.application;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an application shows to be known.
public enum CredentialKind {
    API_KEY,
    /// A user name with a secret (RFC 7617).
    BASIC,
    /// Of the client's TLS connection.
    CERTIFICATE,
    /// A token of an identity provider, in which a claim names the application.
    JWT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<CredentialKind> of(String wireName) {
        return Stream.of(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /// Whether it shows a secret, which we make and which another can replace.
    public boolean hasSecret() {
        return this == API_KEY || this == BASIC;
    }
}
