package io.tallygate.portal.api;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/// A problem detail as RFC 9457 writes it; `application/problem+json`.
public final class ProblemJson {
    private ProblemJson() {}

    /// @param instance   the address that was called
    /// @param requestId  what the request is called in its answer and in logs
    public static String of(ApiProblem problem, String instance, String requestId) {
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("type", problem.type())
                .add("title", problem.title())
                .add("status", problem.status())
                .add("detail", problem.detail())
                .add("instance", instance)
                .add("requestId", requestId);
        if (!problem.errors().isEmpty()) {
            JsonArrayBuilder errors = Json.createArrayBuilder();
            problem.errors()
                    .forEach(member -> errors.add(Json.createObjectBuilder()
                            .add("pointer", member.pointer())
                            .add("detail", member.detail())));
            body.add("errors", errors);
        }
        return body.build().toString();
    }

    /// What the server or Jakarta REST refuses before any code of ours is asked.
    public static ApiProblem ofStatus(int status) {
        return switch (status) {
            case 404 -> ApiProblem.notFound();
            case 405 ->
                new ApiProblem(
                        405, "method-not-allowed", "Method not allowed", "This address does not answer that method.");
            case 406 -> new ApiProblem(406, "not-acceptable", "Not acceptable", "The answer is application/json.");
            case 413 -> new ApiProblem(413, "too-large", "Too large", "The body is larger than this address takes.");
            case 415 ->
                new ApiProblem(415, "unsupported-media-type", "Unsupported media type", "Send application/json.");
            default ->
                status < 500
                        ? new ApiProblem(status, "bad-request", "Bad request", "The request cannot be understood.")
                        : new ApiProblem(
                                status,
                                "internal-error",
                                "Internal error",
                                "This was not expected and has been logged.");
        };
    }
}
