package io.tallygate.gateway.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// One refusal or failure as a client reads it.
/// @param name    kebab case; `/problems/name` is the type
/// @param detail  for the person who made the call
public record Problem(String name, String title, int status, String detail) {

    public Problem withStatus(int other) {
        return other == status ? this : new Problem(name, title, other, detail);
    }

    public String type() {
        return "/problems/" + name;
    }

    /// @param callId     a UUID
    /// @param requestId  as X-Request-Id; nearly always the same
    /// @return           `application/problem+json`
    public byte[] json(String callId, String requestId) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"type\":\"").append(type()).append("\",\"title\":\"");
        quote(title, json);
        json.append("\",\"status\":").append(status).append(",\"detail\":\"");
        quote(detail, json);
        json.append("\",\"instance\":\"urn:uuid:")
                .append(callId)
                .append("\",\"requestId\":\"")
                .append(requestId)
                .append("\"}");
        return json.toString().getBytes(UTF_8);
    }

    private static void quote(String text, StringBuilder into) {
        JsonStringEncoder.getInstance().quoteAsString(text, into);
    }
}
