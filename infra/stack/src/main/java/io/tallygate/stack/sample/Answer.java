package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A status and a JSON body.
record Answer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(int status, String body) {
        return new Answer(status, body);
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, body.toString());
    }

    static Answer created(JsonNode body) {
        return new Answer(201, body.toString());
    }

    static Answer notFound(String what) {
        return problem(404, "Not found", what);
    }

    static Answer badRequest(String why) {
        return problem(400, "Bad request", why);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static Answer problem(int status, String title, String detail) {
        return new Answer(
                status,
                object().put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .toString());
    }
}
