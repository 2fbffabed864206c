package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.GatewayInstance;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what an instance reports (`infra/contracts/gateway-instance.schema.json`).
final class InstanceReport {
    private static final int MAX_LENGTH = FeedLimits.REPORT_CHARACTERS;
    private static final Pattern INSTANCE = Pattern.compile("[0-9A-Za-z._-]{1,64}");

    private InstanceReport() {}

    static GatewayInstance parse(String body) {
        if (body.length() > MAX_LENGTH) {
            throw FeedRefused.badRequest("The report is longer than " + MAX_LENGTH + " characters.");
        }
        JsonObject json = object(body);
        String instance = text(json, "instance");
        String version = text(json, "version");
        if (!INSTANCE.matcher(instance).matches()) {
            throw FeedRefused.badRequest("/instance is not 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        if (version.isEmpty() || version.length() > 64) {
            throw FeedRefused.badRequest("/version is not 1 to 64 characters long.");
        }
        if (!(json.get("revision") instanceof JsonNumber number && number.isIntegral() && number.longValue() >= 0)) {
            throw FeedRefused.badRequest("/revision is not a revision.");
        }
        return new GatewayInstance(
                text(json, "group"),
                instance,
                number.longValue(),
                instant(json, "startedAt"),
                version,
                Instant.now(),
                new GatewayInstance.Told(
                        objects(json, "refused", FeedLimits.REFUSALS_TOLD, "kind", "id", "why"),
                        objects(json, "policies", FeedLimits.POLICIES_TOLD, "policy", "jar")));
    }

    private static JsonObject object(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException malformed) {
            throw FeedRefused.badRequest("The report is not a JSON object.");
        }
    }

    private static String text(JsonObject json, String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw FeedRefused.badRequest("/" + name + " is not a text.");
    }

    /// Objects that have these texts; none when it is missing.
    private static JsonArray objects(JsonObject json, String name, int most, String... texts) {
        if (!json.containsKey(name)) {
            return JsonArray.EMPTY_JSON_ARRAY;
        }
        boolean right = json.get(name) instanceof JsonArray list
                && list.size() <= most
                && list.stream()
                        .allMatch(item -> item instanceof JsonObject object
                                && Stream.of(texts).allMatch(text -> object.get(text) instanceof JsonString));
        if (!right) {
            throw FeedRefused.badRequest("/" + name + " is not a list of at most " + most + " of what belongs there.");
        }
        return json.getJsonArray(name);
    }

    private static Instant instant(JsonObject json, String name) {
        try {
            return OffsetDateTime.parse(text(json, name)).toInstant();
        } catch (DateTimeException malformed) {
            throw FeedRefused.badRequest("/" + name + " is not an RFC 3339 time.");
        }
    }
}
