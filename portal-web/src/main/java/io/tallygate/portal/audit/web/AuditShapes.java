package io.tallygate.portal.audit.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import io.tallygate.portal.audit.AuditLimits;
import io.tallygate.portal.audit.Finding;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The audit log as the control API has it.
final class AuditShapes {
    private static final String SHA256 = "^[0-9a-f]{64}$";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private AuditShapes() {}

    record AuditQuestion(
            @Text(most = 254, example = "ada@example.com")
            @About("A subject, a token's id, or a part of a name.")
            @Nullable
            String actor,

            @Text(most = 254, example = "POST") @About("A part of an action's name.") @Nullable
            String action,

            @Text(most = 254, example = "api:0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c")
            @About("What was touched, as `kind:id`, or a part of it.")
            @Nullable
            String target,

            @Text(oneOf = {"done", "refused"}) @About("What became of it.") @Nullable
            String outcome,

            @About("Included.") @Nullable Instant from,

            @About("Not included.") @Nullable Instant to) {}

    @About("What was done or refused, without what changed by it.")
    record AuditEvent(
            @About("1, 2, 3… without gaps.") long number,

            Instant at,
            AuditActor actor,

            @Text(example = "203.0.113.7") @About("Where the request came from; empty for the product's own work.")
            String origin,

            @Text(example = "0198c0de-1234-7abc-8def-0123456789ab")
            String requestId,

            @Text(example = "POST /tenants/{tenant}/apis")
            @About("The method and the address without its values, or a name.")
            String action,

            @Text(oneOf = {"done", "refused"}) String outcome,

            @Text(example = "403 forbidden") @About("Of a refusal; else empty.")
            String reason,

            @Text(example = "api:0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c") @About("What was touched, as `kind:id`.")
            List<String> targets) {}

    @About("A record with what changed, and its place in the chain.")
    record AuditRecord(
            @About("1, 2, 3… without gaps.") long number,

            Instant at,
            AuditActor actor,

            @Text(example = "203.0.113.7") @About("Where the request came from; empty for the product's own work.")
            String origin,

            @Text(example = "0198c0de-1234-7abc-8def-0123456789ab")
            String requestId,

            @Text(example = "POST /tenants/{tenant}/apis")
            @About("The method and the address without its values, or a name.")
            String action,

            @Text(oneOf = {"done", "refused"}) String outcome,

            @Text(example = "403 forbidden") @About("Of a refusal; else empty.")
            String reason,

            @Text(example = "api:0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c") @About("What was touched, as `kind:id`.")
            List<String> targets,

            @About("Each thing with its `kind`, `id`, `operation`, and its values `before` and `after`.")
            List<JsonObject> changes,

            UUID id,

            @Text(pattern = SHA256, example = HASH) @About("Proves that a portal of this installation wrote it.")
            String seal,

            @Text(pattern = SHA256, example = HASH) @About("Of the record before; zeroes in the first one.")
            String previousSha256,

            @Text(pattern = SHA256, example = HASH) @About("Of all else in the record.")
            String sha256) {}

    @About("Who acted.")
    record AuditActor(
            @Text(oneOf = {"person", "operator", "system"}) String kind,

            @Text(example = "8d7f1c52-3f64-4c0c-9d1b-0f3a2b1c4d5e")
            @About("Of the identity provider; `operator`; or `system:` and a task's name.")
            String subject,

            @Text(example = "ada@example.com") String name,

            @About("The personal access token that was shown.") @Nullable
            UUID token) {}

    @About("The newest record of a chain at some moment, signed by the installation.")
    record AuditCheckpoint(
            @About("The tenant; zeroes for the installation.")
            UUID chain,

            long number,
            @About("Of the record.") Instant at,
            @Text(pattern = SHA256, example = HASH) String sha256,

            @Text(example = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
            @About("Its id at `/.well-known/tallygate-audit-keys.json`.")
            String key,

            @Text(pattern = "^[0-9a-f]{128}$", example = HASH + HASH) @About("Ed25519.")
            String signature) {}

    @About("Whether a chain is as it was written.")
    record AuditVerdict(
            boolean intact,
            @About("That were read.") long records,

            @Whole(least = 0, most = Integer.MAX_VALUE)
            @About("What was known outside of the chain and held against it.")
            int anchors,

            @About("How many findings there are.") long found,

            @Items(most = AuditLimits.MOST_FINDINGS) @About("The first of them.")
            List<AuditFinding> findings) {}

    @About("A record, or several in a row, that are not what they were.")
    record AuditFinding(
            Finding.Kind kind,
            long first,
            long last,
            Finding.Reason reason,

            @Text(example = "its content is not what was recorded")
            String detail) {}
}
