package io.tallygate.gateway.policy.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/// The signature check alone, for tables of tokens.
public final class Jws {
    private Jws() {}

    /// @param jwk  the key that the verifier is bound to
    public static boolean verifies(String jwk, String jws) throws IOException {
        byte[] text = jws.getBytes(ISO_8859_1);
        Token token = Token.parse(text, 0, text.length);
        KeySet keys;
        try {
            keys = KeySet.inline(jwk);
        } catch (IllegalArgumentException notForSignatures) {
            return false;
        }
        return token != null && Boolean.TRUE.equals(keys.verifies(token, token.keyId()));
    }
}
