package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.Anchor;
import io.tallygate.portal.audit.AuditEntry;
import io.tallygate.portal.audit.AuditRecord;
import io.tallygate.portal.audit.Finding;
import io.tallygate.portal.audit.Verdict;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;

/// Records as the control API has them.
final class AuditJson {
    private AuditJson() {}

    /// Without its changes, which may be long.
    static JsonObjectBuilder item(AuditRecord record) {
        AuditEntry entry = record.entry();
        JsonObjectBuilder actor = Json.createObjectBuilder()
                .add("kind", entry.actorKind())
                .add("subject", entry.actor())
                .add("name", entry.actorName());
        if (entry.tokenId().isEmpty()) {
            actor.addNull("token");
        } else {
            actor.add("token", entry.tokenId());
        }
        JsonArrayBuilder targets = Json.createArrayBuilder();
        entry.targets().lines().forEach(targets::add);
        return Json.createObjectBuilder()
                .add("number", record.number())
                .add("at", record.at().toString())
                .add("actor", actor)
                .add("origin", entry.origin())
                .add("requestId", entry.requestId())
                .add("action", entry.action())
                .add("outcome", entry.outcome())
                .add("reason", entry.reason())
                .add("targets", targets);
    }

    static JsonObject whole(AuditRecord record) {
        JsonObjectBuilder json = item(record);
        try (JsonReader reader =
                Json.createReader(new StringReader(record.entry().changes()))) {
            json.add("changes", reader.readArray());
        } catch (JsonException altered) {
            json.add("changes", Json.createArrayBuilder()); // verification names it
        }
        return json.add("id", record.entry().id().toString())
                .add("seal", record.seal())
                .add("previousSha256", record.previousSha256())
                .add("sha256", record.sha256())
                .build();
    }

    static JsonObjectBuilder checkpoint(Anchor checkpoint) {
        return Json.createObjectBuilder()
                .add("chain", checkpoint.chain().toString())
                .add("number", checkpoint.number())
                .add("at", checkpoint.at().toString())
                .add("sha256", checkpoint.sha256())
                .add("key", String.valueOf(checkpoint.keyId()))
                .add("signature", String.valueOf(checkpoint.signature()));
    }

    static JsonObject verdict(Verdict verdict) {
        JsonArrayBuilder findings = Json.createArrayBuilder();
        for (Finding finding : verdict.findings()) {
            findings.add(Json.createObjectBuilder()
                    .add("kind", finding.reason().kind().wireName())
                    .add("first", finding.first())
                    .add("last", finding.last())
                    .add("reason", finding.reason().wireName())
                    .add("detail", finding.reason().text()));
        }
        return Json.createObjectBuilder()
                .add("intact", verdict.isIntact())
                .add("records", verdict.records())
                .add("anchors", verdict.anchors())
                .add("found", verdict.found())
                .add("findings", findings)
                .build();
    }
}
