package io.tallygate.portal.gatewayconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Lets its bearer see what calls of theirs went through: `tgt_` and base64url of a version (1), the tenant, the route
/// or
/// zeros, the second since 1970 when it ends, its own id, and HMAC-SHA-256 of all that. Nothing of it is stored:
/// gateways
/// check it with a key that they derive from the same credential.
/// @param id         for the audit log
/// @param route      null: calls to any route of the tenant
/// @param expiresAt  whole seconds
public record CallTraceToken(
        UUID id, TenantId tenant, @Nullable UUID route, Instant expiresAt) {
    /// Of the request, and of the answer.
    public static final String HEADER = "X-Tallygate-Trace";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "tallygate call trace 1";
    private static final int CLAIMS = 1 + 16 + 16 + 8 + 16;
    private static final int MAC = 32;

    /// @param groupToken  SHA-256 of the group's credential, in hexadecimal digits
    public String text(String groupToken) {
        ByteBuffer claims = ByteBuffer.allocate(CLAIMS).put((byte) 1);
        put(claims, tenant.value());
        put(claims, route == null ? new UUID(0, 0) : route);
        claims.putLong(expiresAt.getEpochSecond());
        put(claims, id);
        byte[] key = mac(groupToken.getBytes(UTF_8), PURPOSE.getBytes(UTF_8));
        byte[] token = Arrays.copyOf(claims.array(), CLAIMS + MAC);
        System.arraycopy(mac(key, claims.array()), 0, token, CLAIMS, MAC);
        return "tgt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static void put(ByteBuffer into, UUID id) {
        into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
