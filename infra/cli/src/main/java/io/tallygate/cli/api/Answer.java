package io.tallygate.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// What the portal said to a call that it took.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, HttpHeaders headers, byte[] body) {
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// @throws Unreachable  when it is none: something else answers at this address
    public JsonNode json() {
        return Json.read(body);
    }

    /// @return empty when there is no such header
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
