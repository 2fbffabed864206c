package io.tallygate.portal.audit;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Proves that an entry was written by a portal of this installation: the hash chain alone could be made anew by
/// whoever may write the database. HMAC-SHA-256 with a key that never is there.
public final class Seals {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String FORM = "tallygate audit seal 1";

    private final SecretKey key;

    Seals(SecretKey key) {
        this.key = key;
    }

    String of(AuditEntry entry) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal(Canonical.bytes(
                            FORM,
                            entry.id().toString(),
                            entry.chain().toString(),
                            entry.actorKind(),
                            entry.actor(),
                            entry.actorName(),
                            entry.tokenId(),
                            entry.origin(),
                            entry.requestId(),
                            entry.action(),
                            entry.outcome(),
                            entry.reason(),
                            entry.targets(),
                            entry.changes())));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an entry could not be sealed", impossible);
        }
    }

    boolean fits(AuditRecord record) {
        return MessageDigest.isEqual(
                of(record.entry()).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                record.seal().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
