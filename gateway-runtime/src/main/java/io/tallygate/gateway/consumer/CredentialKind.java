package io.tallygate.gateway.consumer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/// How a credential is shown. One of a kind opens nothing where another kind is asked for.
public enum CredentialKind {
    API_KEY("api-key"),
    /// Named by a claim of a token that somebody else signed.
    JWT("jwt"),
    /// User name and secret (RFC 7617).
    BASIC("basic"),
    /// Of the client's TLS connection.
    CERTIFICATE("certificate");

    private final String text;
    private final byte[] octets;

    CredentialKind(String text) {
        this.text = text;
        this.octets = text.getBytes(US_ASCII);
    }

    public static @Nullable CredentialKind of(String text) {
        for (CredentialKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
    }

    public String text() {
        return text;
    }

    /// Not to be changed.
    public byte[] octets() {
        return octets;
    }
}
