package io.tallygate.portal.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.util.List;

/// An answer as it is kept: enough of it to give it again.
/// @param headers  those of [#KEPT] that it had
record KeptAnswer(int status, JsonObject headers, JsonObject body) {
    private static final List<String> KEPT = List.of("Cache-Control", "ETag", "Location");

    static KeptAnswer of(Response made) {
        JsonObjectBuilder headers = Json.createObjectBuilder();
        for (String name : KEPT) {
            String value = made.getHeaderString(name);
            if (value != null) {
                headers.add(name, value);
            }
        }
        return new KeptAnswer(made.getStatus(), headers.build(), (JsonObject) made.getEntity());
    }

    byte[] toBytes() {
        return Json.createObjectBuilder()
                .add("status", status)
                .add("headers", headers)
                .add("body", body)
                .build()
                .toString()
                .getBytes(UTF_8);
    }

    static KeptAnswer fromBytes(byte[] bytes) {
        try (JsonReader reader = Json.createReader(new StringReader(new String(bytes, UTF_8)))) {
            JsonObject kept = reader.readObject();
            return new KeptAnswer(kept.getInt("status"), kept.getJsonObject("headers"), kept.getJsonObject("body"));
        }
    }

    Response toResponse() {
        Response.ResponseBuilder response = Response.status(status).entity(body).header("Idempotent-Replayed", "true");
        headers.keySet().forEach(name -> response.header(name, headers.getString(name)));
        return response.build();
    }
}
