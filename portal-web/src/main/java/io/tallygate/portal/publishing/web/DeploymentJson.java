package io.tallygate.portal.publishing.web;

import io.tallygate.portal.publishing.Api;
import io.tallygate.portal.publishing.Deployment;
import io.tallygate.portal.publishing.Promotion;
import io.tallygate.portal.publishing.Publishing;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What answers where, as the control API writes it.
/// @param gateway  the public address of the gateway
/// @param tenant   the tenant's name in addresses
record DeploymentJson(String gateway, String tenant, Api api) {

    JsonObjectBuilder of(Deployment deployment) {
        return Json.createObjectBuilder()
                .add("environment", deployment.environment().wireName())
                .add("versionId", deployment.versionId().toString())
                .add("version", deployment.version())
                .add("upstream", deployment.upstream())
                .add("gatewayUrl", gateway + Publishing.gatewayPath(tenant, deployment.environment(), api))
                .add("since", deployment.since().toString());
    }

    JsonObject of(Promotion promotion) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        promotion.changes().forEach(change -> {
            JsonObjectBuilder json =
                    Json.createObjectBuilder().add("what", change.what().name().toLowerCase(Locale.ROOT));
            add(json, "before", change.before());
            add(json, "after", change.after());
            changes.add(json);
        });
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("from", promotion.from().wireName())
                .add("to", promotion.to().wireName());
        Deployment before = promotion.before();
        if (before == null) {
            json.addNull("before");
        } else {
            json.add("before", of(before));
        }
        return json.add("after", of(promotion.after())).add("changes", changes).build();
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable String text) {
        if (text == null) {
            json.addNull(member);
        } else {
            json.add(member, text);
        }
    }
}
