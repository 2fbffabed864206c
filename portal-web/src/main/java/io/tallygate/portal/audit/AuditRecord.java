package io.tallygate.portal.audit;

import java.time.Instant;

/// A record at its place in a chain. Hashes and the seal are hexadecimal texts.
/// @param number          1, 2, 3… without gaps
/// @param seal            of the entry, see [Seals]
/// @param previousSha256  of record `number - 1`; 64 zeroes in the first one
/// @param sha256          of all else that is here
public record AuditRecord(
        AuditEntry entry, long number, Instant at, String seal, String previousSha256, String sha256) {
    /// What the first record of a chain follows.
    public static final String BEGINNING = "0".repeat(64);

    private static final String FORM = "tallygate audit record 1";

    /// What [#sha256] must be.
    public String hash() {
        return Canonical.sha256(Canonical.bytes(
                FORM,
                entry.chain().toString(),
                Long.toString(number),
                Long.toString(Canonical.micros(at)),
                entry.id().toString(),
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
                entry.changes(),
                seal,
                previousSha256));
    }
}
