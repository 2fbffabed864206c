package io.tallygate.gateway.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// What credentials are found by. A key, and a user name with its secret, by the SHA-256 of their text: they are minted
/// and never alike. What an issuer or an authority vouches for may be registered by several tenants, each for itself,
/// so
/// that its hash covers the tenant and the environment too.
public final class CredentialHash {
    private CredentialHash() {}

    /// @param issuer  as in the token's `iss`
    /// @param client  the value of the claim that names the application
    public static byte[] ofToken(UUID tenant, String environment, String issuer, String client) {
        return of("jwt", tenant, environment, issuer.getBytes(UTF_8), client.getBytes(UTF_8));
    }

    /// @param sha256  of the certificate (DER)
    public static byte[] ofFingerprint(UUID tenant, String environment, byte[] sha256) {
        return of("certificate", tenant, environment, sha256, new byte[0]);
    }

    /// @param subject  in the canonical form of [javax.security.auth.x500.X500Principal#CANONICAL]
    public static byte[] ofSubject(UUID tenant, String environment, String subject) {
        return of("subject", tenant, environment, subject.getBytes(UTF_8), new byte[0]);
    }

    private static byte[] of(String kind, UUID tenant, String environment, byte[] first, byte[] second) {
        MessageDigest digest = sha256();
        digest.update(kind.getBytes(UTF_8));
        digest.update((byte) 0);
        digest.update(environment.getBytes(UTF_8));
        // lengths, so that no two pairs of texts are alike when they stand behind each other
        digest.update(ByteBuffer.allocate(24)
                .putLong(tenant.getMostSignificantBits())
                .putLong(tenant.getLeastSignificantBits())
                .putInt(first.length)
                .putInt(second.length)
                .array());
        digest.update(first);
        return digest.digest(second);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
