package io.tallygate.portal.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.metering.meter.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A chain as a file, one JSON object a line; `infra/contracts/README.md` describes it. First a `chain` line, then a
/// `record` line each, oldest first, then a `checkpoint` line each, and an `end` line without which the file is cut.
public final class ExportLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExportLines() {}

    /// What one line holds.
    public sealed interface Line {
        record Chain(TenantId chain, Instant exportedAt, String publicKey) implements Line {}

        record Recorded(AuditRecord record) implements Line {}

        record Checkpoint(Anchor anchor) implements Line {}

        /// @param records  how many the file has
        record End(long records) implements Line {}
    }

    /// @param exportedAt  what was recorded until then is in the file
    /// @param publicKey   the member `x` of the key that checkpoints are signed with
    public static String chain(TenantId chain, Instant exportedAt, String publicKey) {
        return JSON.createObjectNode()
                        .put("type", "chain")
                        .put("format", "tallygate audit export 1")
                        .put("chain", chain.toString())
                        .put("exportedAt", exportedAt.toString())
                        .put("publicKey", publicKey)
                + "\n";
    }

    public static String record(AuditRecord record) {
        AuditEntry entry = record.entry();
        return JSON.createObjectNode()
                        .put("type", "record")
                        .put("chain", entry.chain().toString())
                        .put("number", record.number())
                        .put("at", record.at().toString())
                        .put("id", entry.id().toString())
                        .put("actorKind", entry.actorKind())
                        .put("actor", entry.actor())
                        .put("actorName", entry.actorName())
                        .put("tokenId", entry.tokenId())
                        .put("origin", entry.origin())
                        .put("requestId", entry.requestId())
                        .put("action", entry.action())
                        .put("outcome", entry.outcome())
                        .put("reason", entry.reason())
                        .put("targets", entry.targets())
                        .put("changes", entry.changes())
                        .put("seal", record.seal())
                        .put("previousSha256", record.previousSha256())
                        .put("sha256", record.sha256())
                + "\n";
    }

    public static String checkpoint(Anchor anchor) {
        return JSON.createObjectNode()
                        .put("type", "checkpoint")
                        .put("chain", anchor.chain().toString())
                        .put("number", anchor.number())
                        .put("at", anchor.at().toString())
                        .put("sha256", anchor.sha256())
                        .put("key", anchor.keyId())
                        .put("signature", anchor.signature())
                + "\n";
    }

    public static String end(long records) {
        return JSON.createObjectNode().put("type", "end").put("records", records) + "\n";
    }

    /// @throws IllegalArgumentException  when it is no line of an export
    public static Line read(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return switch (text(node, "type")) {
                case "chain" ->
                    new Line.Chain(chain(node), Instant.parse(text(node, "exportedAt")), text(node, "publicKey"));
                case "record" -> new Line.Recorded(recorded(node));
                case "checkpoint" ->
                    new Line.Checkpoint(new Anchor(
                            chain(node),
                            node.path("number").asLong(),
                            Instant.parse(text(node, "at")),
                            text(node, "sha256"),
                            text(node, "key"),
                            text(node, "signature")));
                case "end" -> new Line.End(node.path("records").asLong());
                default -> throw new IllegalArgumentException("a line of an unknown type");
            };
        } catch (IOException | RuntimeException notOurs) {
            throw new IllegalArgumentException("not a line of an audit export: " + line, notOurs);
        }
    }

    private static AuditRecord recorded(JsonNode node) {
        return new AuditRecord(
                new AuditEntry(
                        UUID.fromString(text(node, "id")),
                        chain(node),
                        text(node, "actorKind"),
                        text(node, "actor"),
                        text(node, "actorName"),
                        text(node, "tokenId"),
                        text(node, "origin"),
                        text(node, "requestId"),
                        text(node, "action"),
                        text(node, "outcome"),
                        text(node, "reason"),
                        text(node, "targets"),
                        text(node, "changes")),
                node.path("number").asLong(),
                Instant.parse(text(node, "at")),
                text(node, "seal"),
                text(node, "previousSha256"),
                text(node, "sha256"));
    }

    private static TenantId chain(JsonNode node) {
        return new TenantId(UUID.fromString(text(node, "chain")));
    }

    private static String text(JsonNode node, String member) {
        @Nullable String text = node.path(member).textValue();
        if (text == null) {
            throw new IllegalArgumentException("without " + member);
        }
        return text;
    }
}
