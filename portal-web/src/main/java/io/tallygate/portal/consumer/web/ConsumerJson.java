package io.tallygate.portal.consumer.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.consumer.Consumer;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/// A consumer as the control API shows it.
public final class ConsumerJson {
    private ConsumerJson() {}

    static JsonObjectBuilder of(Consumer consumer) {
        return Json.createObjectBuilder()
                .add("id", consumer.id().toString())
                .add("name", consumer.name())
                .add("legalName", consumer.legalName())
                .add("address", Json.createArrayBuilder(consumer.address()))
                .add("country", consumer.country())
                .add("timeZone", consumer.timeZone().getId())
                .add("createdAt", consumer.createdAt().toString());
    }

    public static String tag(Consumer consumer) {
        return IfMatch.tag(of(consumer).build());
    }
}
