package io.tallygate.gateway.observe.calltrace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks tokens: `tgt_` and base64url of a version (1), the tenant, the route or zeros, the second since 1970 when it
/// ends, 16 random octets, and HMAC-SHA-256 of all that. `infra/contracts` has a sample.
public final class TraceTokens {
    public static final String PREFIX = "tgt_";

    private static final byte[] PREFIX_OCTETS = PREFIX.getBytes(ISO_8859_1);
    private static final int CLAIMS = 1 + 16 + 16 + 8 + 16;
    private static final int MAC = 32;
    private static final int TEXT = PREFIX.length() + ((CLAIMS + MAC) * 4 + 2) / 3;
    /// No token is believed that would be good for longer: the portal makes none.
    private static final long LONGEST_SECONDS = 3_600;

    private final SecretKeySpec key;

    /// What the bearer may see.
    /// @param route  null: calls to any route of the tenant
    public record Grant(UUID tenant, @Nullable UUID route) {}

    /// @param groupToken  the group's credential
    public TraceTokens(String groupToken) {
        try {
            // the portal keeps the credential's hash alone
            String known = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(groupToken.getBytes(UTF_8)));
            key = new SecretKeySpec(
                    mac(
                            new SecretKeySpec(known.getBytes(UTF_8), "HmacSHA256"),
                            "tallygate call trace 1".getBytes(UTF_8)),
                    "HmacSHA256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(text);
    }

    /// @return  null: this is none, or none any more
    public @Nullable Grant check(byte[] text, int from, int to, long nowSeconds) {
        if (to - from != TEXT
                || !Arrays.equals(text, from, from + PREFIX_OCTETS.length, PREFIX_OCTETS, 0, PREFIX_OCTETS.length)) {
            return null;
        }
        byte[] token;
        byte[] right;
        try {
            token = Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, from + PREFIX_OCTETS.length, to));
            right = mac(key, Arrays.copyOf(token, CLAIMS));
        } catch (IllegalArgumentException | GeneralSecurityException none) {
            return null;
        }
        if (!MessageDigest.isEqual(right, Arrays.copyOfRange(token, CLAIMS, token.length))) {
            return null;
        }
        ByteBuffer claims = ByteBuffer.wrap(token);
        if (claims.get() != 1) {
            return null;
        }
        UUID tenant = new UUID(claims.getLong(), claims.getLong());
        UUID route = new UUID(claims.getLong(), claims.getLong());
        long ends = claims.getLong();
        if (ends <= nowSeconds || ends > nowSeconds + LONGEST_SECONDS) {
            return null;
        }
        boolean any = route.getMostSignificantBits() == 0 && route.getLeastSignificantBits() == 0;
        return new Grant(tenant, any ? null : route);
    }
}
