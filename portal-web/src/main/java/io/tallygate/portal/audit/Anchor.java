package io.tallygate.portal.audit;

import io.tallygate.metering.meter.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a chain's newest record was at a moment, as it is kept outside of the database. A signed one is a checkpoint.
/// @param number     how many records the chain had
/// @param at         of the record
/// @param keyId      with which it was signed; null when it was not
/// @param signature  hexadecimal
public record Anchor(
        TenantId chain,
        long number,
        Instant at,
        String sha256,
        @Nullable String keyId,
        @Nullable String signature) {
    private static final String FORM = "tallygate audit checkpoint 1";

    public static Anchor of(TenantId chain, long number, Instant at, String sha256) {
        return new Anchor(chain, number, at, sha256, null, null);
    }

    Anchor signedWith(SigningKey key) {
        return new Anchor(chain, number, at, sha256, key.id(), key.sign(statement()));
    }

    /// @param x  the public key
    boolean isSignedWith(String x) {
        return signature != null && SigningKey.signed(x, statement(), signature);
    }

    private byte[] statement() {
        return Canonical.bytes(
                FORM, chain.toString(), Long.toString(number), Long.toString(Canonical.micros(at)), sha256);
    }
}
