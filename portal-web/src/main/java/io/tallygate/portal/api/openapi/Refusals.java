package io.tallygate.portal.api.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// With which problems a method may refuse a call: those of its own ([Refuses]), and those that follow from its code.
final class Refusals {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(429, "TooManyCalls"),
            Map.entry(400, "BadRequest"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "NotFound"),
            Map.entry(406, "NotAcceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "PreconditionFailed"),
            Map.entry(413, "TooLarge"),
            Map.entry(415, "UnsupportedMediaType"),
            Map.entry(422, "InvalidInput"),
            Map.entry(428, "PreconditionRequired"),
            Map.entry(503, "Unavailable"));

    /// Status, then type, then when.
    private final Map<Integer, Map<String, String>> reasons = new TreeMap<>();
    /// Whether all of a status' reasons are those that every such method has.
    private final Map<Integer, Boolean> usual = new TreeMap<>();

    private final boolean safe;

    private Refusals(boolean safe) {
        this.safe = safe;
    }

    static Refusals of(ResourceMethod method) {
        Refusals refusals = new Refusals(method.isSafe());
        Described described = method.described();
        refusals.addUsual(400, "bad-request", "The request cannot be understood.");
        if (!method.isOpen()) {
            refusals.addUsual(401, "missing-token", "There is no token.");
            refusals.addUsual(401, "unknown-token", "The token is unknown, malformed, expired or revoked.");
            refusals.addUsual(503, "identity-unavailable", "The identity provider does not answer.");
        }
        if (described.needs().length > 0 || described.operator()) {
            refusals.addUsual(403, "forbidden", "Your role does not allow this.");
        }
        if (described.needs().length > 0) {
            refusals.addUsual(403, "insufficient-scope", "The token was made without the scope that this needs.");
        }
        if (described.needs().length > 0 && !method.isSafe()) {
            refusals.addUsual(403, "tenant-suspended", "The tenant is suspended: it can be read, not changed.");
        }
        if (described.needs().length > 0) {
            refusals.addUsual(429, "control-api-calls", "The tenant has no calls left in this minute.");
        }
        if (!method.pathParameters().isEmpty()) {
            refusals.addUsual(404, "not-found", "There is nothing here, or nothing that you may see.");
        }
        refusals.addUsual(406, "not-acceptable", "`Accept` names nothing that is answered here.");
        if (method.readsHeader("If-Match")) {
            refusals.addUsual(412, "changed-meanwhile", "`If-Match` is not the current entity tag.");
            refusals.addUsual(428, "precondition-required", "There is no `If-Match`.");
        }
        if (!method.consumes().isEmpty()) {
            refusals.addUsual(413, "too-large", "The body is too large.");
            refusals.addUsual(415, "unsupported-media-type", "The body is of another type.");
            refusals.addUsual(422, "invalid-input", "A member cannot be taken; `errors` says which, and why.");
        }
        if (method.isIdempotent()) {
            refusals.add(422, "idempotency-key-reused", "The key came with another request before.");
        }
        for (Refuses own : method.method().getAnnotationsByType(Refuses.class)) {
            refusals.add(own.status(), own.type(), own.when());
        }
        return refusals;
    }

    private void addUsual(int status, String type, String when) {
        reasons.computeIfAbsent(status, any -> new LinkedHashMap<>()).put(type, when);
        usual.putIfAbsent(status, true);
    }

    private void add(int status, String type, String when) {
        reasons.computeIfAbsent(status, any -> new LinkedHashMap<>()).put(type, when);
        usual.put(status, false);
    }

    /// Adds a response for each status; what every method answers alike goes to `shared`.
    void write(JsonObjectBuilder responses, Map<String, JsonObject> shared) {
        reasons.forEach((status, types) -> {
            JsonObject response = response(status, types);
            String name = status == 403 && !safe ? "ForbiddenChange" : NAMES.get(status);
            if (name != null && Boolean.TRUE.equals(usual.get(status))) {
                shared.put(name, response);
                responses.add(
                        Integer.toString(status),
                        Json.createObjectBuilder().add("$ref", "#/components/responses/" + name));
            } else {
                responses.add(Integer.toString(status), response);
            }
        });
    }

    private static JsonObject response(int status, Map<String, String> types) {
        StringBuilder text = new StringBuilder();
        JsonArrayBuilder choices = Json.createArrayBuilder();
        types.forEach((type, when) -> {
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append("`/problems/")
                    .append(type)
                    .append("`: ")
                    .append(when);
            choices.add("/problems/" + type);
        });
        JsonObjectBuilder response = Json.createObjectBuilder().add("description", text.toString());
        JsonObjectBuilder headers = header("X-Request-Id");
        if (status == 401) {
            headers.addAll(header("WWW-Authenticate"));
        } else if (status == 429 || status == 503) {
            headers.addAll(header("Retry-After"));
        }
        response.add("headers", headers);
        return response.add(
                        "content",
                        Json.createObjectBuilder()
                                .add(
                                        "application/problem+json",
                                        Json.createObjectBuilder().add("schema", ofTypes(choices))))
                .build();
    }

    private static JsonObjectBuilder ofTypes(JsonArrayBuilder choices) {
        return Json.createObjectBuilder()
                .add(
                        "allOf",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder().add("$ref", "#/components/schemas/Problem"))
                                .add(Json.createObjectBuilder()
                                        .add(
                                                "properties",
                                                Json.createObjectBuilder()
                                                        .add(
                                                                "type",
                                                                Json.createObjectBuilder()
                                                                        .add("enum", choices)))));
    }

    static JsonObjectBuilder header(String name) {
        return Json.createObjectBuilder()
                .add(name, Json.createObjectBuilder().add("$ref", "#/components/headers/" + name));
    }
}
