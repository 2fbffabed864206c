package io.tallygate.portal.lifecycle.erase;

import io.tallygate.portal.audit.SignedJson;
import io.tallygate.portal.audit.SigningKey;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;

/// What the installation says, signed, of a tenant that it has erased; `infra/contracts/erasure.md` tells each member.
final class ErasureReceipt {
    private ErasureReceipt() {}

    /// @param progress  as [EraseTask] noted it
    static String signed(Erasure erasure, Instant finished, JsonObject progress, int invoiceYears, SigningKey key) {
        JsonObjectBuilder receipt = Json.createObjectBuilder()
                .add("format", "tallygate-erasure-receipt")
                .add("version", 1)
                .add("erasure", erasure.id().toString())
                .add("tenant", erasure.tenant().toString())
                .add("slug", erasure.slug())
                .add("askedAt", erasure.askedAt().toString())
                .add(
                        "askedBy",
                        Json.createObjectBuilder()
                                .add("kind", erasure.by().wireName())
                                .add("subject", erasure.askedBy()))
                .add("dueAt", erasure.dueAt().toString())
                .add(
                        "startedAt",
                        Objects.requireNonNull(erasure.startedAt(), "it runs").toString())
                .add("finishedAt", finished.toString())
                .add("deleted", deleted(progress));
        if (progress.containsKey("organization")) {
            receipt.add("organization", progress.getString("organization"));
        }
        receipt.add("audit", progress.getJsonObject("audit")).add("kept", kept(progress, invoiceYears));
        return SignedJson.signed(receipt.build().toString(), key);
    }

    private static JsonArrayBuilder deleted(JsonObject progress) {
        return Json.createArrayBuilder(progress.getJsonArray("deleted"))
                .add(Json.createObjectBuilder()
                        .add("table", "usage.usage_event")
                        .add("rows", progress.getJsonNumber("usage").longValue()));
    }

    private static JsonArrayBuilder kept(JsonObject progress, int invoiceYears) {
        JsonArrayBuilder kept = Json.createArrayBuilder();
        new TreeMap<>(ErasedTables.KEPT).forEach((table, why) -> {
            JsonObjectBuilder one =
                    Json.createObjectBuilder().add("what", table).add("why", why);
            if (table.equals("billing.retained_invoice")) {
                one.add("rows", progress.getJsonNumber("invoices").longValue());
                one.add("years", invoiceYears);
            }
            kept.add(one);
        });
        return kept.add(Json.createObjectBuilder()
                        .add("what", "portal.audit_event of the installation")
                        .add("why", "what its operator did, which a chain of hashes holds"))
                .add(Json.createObjectBuilder()
                        .add("what", "portal.mail to the owners")
                        .add("why", "the message with this receipt; deleted with every other that was sent"));
    }
}
