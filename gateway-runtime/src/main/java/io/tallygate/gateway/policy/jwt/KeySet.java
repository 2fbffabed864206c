package io.tallygate.gateway.policy.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of one issuer at one time (RFC 7517). Immutable.
final class KeySet {
    /// Keys that are tried for a token that names none.
    private static final int MAX_TRIED = 8;

    private static final int MAX_KEYS = 100;

    private final List<VerificationKey> keys;

    private KeySet(List<VerificationKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /// As an issuer publishes it. A key that cannot be used is passed over: an issuer may have others for other uses.
    /// Symmetric ones are never taken from there.
    static KeySet published(byte[] json) throws IOException {
        List<VerificationKey> usable = new ArrayList<>();
        for (JsonNode key : new ObjectMapper().readTree(json).path("keys")) {
            try {
                VerificationKey read = new VerificationKey(JWK.parse(key.toString()));
                if (!read.isSymmetric() && usable.size() < MAX_KEYS) {
                    usable.add(read);
                }
            } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException unusable) {
                // the next one may be
            }
        }
        if (usable.isEmpty()) {
            throw new IOException("there is no key in it that can be used");
        }
        return new KeySet(usable);
    }

    /// As a configuration holds it.
    /// @throws IllegalArgumentException  says why one cannot be used, without the key
    static KeySet inline(Iterable<JsonNode> jwks) {
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonNode key : jwks) {
            try {
                keys.add(new VerificationKey(JWK.parse(key.toString())));
            } catch (ParseException | JOSEException | IllegalStateException unusable) {
                throw new IllegalArgumentException("keys holds what is no key", unusable);
            }
        }
        return new KeySet(keys);
    }

    static KeySet inline(String jwk) throws JsonProcessingException {
        return inline(List.of(new ObjectMapper().readTree(jwk)));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean hasSymmetric() {
        return keys.stream().anyMatch(VerificationKey::isSymmetric);
    }

    boolean hasPublic() {
        return !keys.stream().allMatch(VerificationKey::isSymmetric);
    }

    /// @param keyId  as the token names it; null: it names none
    /// @return       null when no key here can have signed it; otherwise whether one has
    @Nullable
    Boolean verifies(Token token, @Nullable String keyId) {
        int tried = 0;
        for (VerificationKey key : keys) {
            if (key.isFor(token.algorithm()) && (keyId == null || key.isCalled(keyId))) {
                if (key.verifies(token.header(), token.signed(), token.signature())) {
                    return true;
                }
                if (++tried == MAX_TRIED) {
                    break;
                }
            }
        }
        return tried == 0 ? null : false;
    }
}
