package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.lifecycle.erase.Erasure;
import io.tallygate.portal.lifecycle.erase.RetainedInvoices;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/// Writes erasures and what is kept after them.
final class ErasureJson {
    private ErasureJson() {}

    static JsonObjectBuilder of(Erasure erasure) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", erasure.id().toString())
                .add("tenant", erasure.tenant().toString())
                .add("slug", erasure.slug())
                .add("status", erasure.status().wireName())
                .add("askedAt", erasure.askedAt().toString())
                .add("askedBy", erasure.by().wireName())
                .add("dueAt", erasure.dueAt().toString());
        add(json, "startedAt", erasure.startedAt());
        add(json, "finishedAt", erasure.finishedAt());
        return json;
    }

    static JsonObjectBuilder of(RetainedInvoices.Retained invoice) {
        return Json.createObjectBuilder()
                .add("id", invoice.id().toString())
                .add("number", invoice.number())
                .add("issuedOn", invoice.issuedOn().toString())
                .add("retainUntil", invoice.retainUntil().toString())
                .add("buyer", invoice.buyer())
                .add(
                        "total",
                        Json.createObjectBuilder()
                                .add("amount", invoice.total())
                                .add("currency", invoice.currency()))
                .add("fileName", invoice.fileName())
                .add("documentSha256", invoice.sha256());
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Object value) {
        if (value == null) {
            json.addNull(member);
        } else {
            json.add(member, value.toString());
        }
    }
}
