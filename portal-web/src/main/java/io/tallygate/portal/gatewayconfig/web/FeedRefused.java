package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.audit.AuditContext;
import jakarta.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.Serial;

/// Why a gateway gets no answer, as a problem detail (RFC 9457).
final class FeedRefused extends WebApplicationException {
    @Serial
    private static final long serialVersionUID = 1L;

    private FeedRefused(Response response) {
        super(response);
    }

    static FeedRefused badRequest(String detail) {
        return new FeedRefused(
                problem(400, "bad-request", "Bad request", detail).build());
    }

    static FeedRefused unknownCredential() {
        return new FeedRefused(problem(
                        401,
                        "unknown-group-credential",
                        "Unknown credential",
                        "The feed wants the credential of a gateway group.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"gateway-feed\"")
                .build());
    }

    static FeedRefused otherGroup() {
        return new FeedRefused(
                problem(403, "not-your-group", "Not your group", "The credential belongs to another gateway group.")
                        .build());
    }

    static FeedRefused tooManyInstances(int limit) {
        return new FeedRefused(problem(
                        409,
                        "too-many-instances",
                        "Too many instances",
                        "The group has " + limit + " instances that reported lately.")
                .build());
    }

    static FeedRefused unavailable(String detail) {
        return new FeedRefused(unavailableAnswer(detail));
    }

    static Response unavailableAnswer(String detail) {
        return problem(503, "feed-unavailable", "Feed unavailable", detail)
                .header(HttpHeaders.RETRY_AFTER, 2)
                .build();
    }

    /// What Jakarta REST itself refuses: another address, method or kind of body.
    static Response notOffered(int status) {
        return switch (status) {
            case 404 ->
                problem(404, "not-found", "Not found", "There is nothing here.").build();
            case 405 ->
                problem(405, "method-not-allowed", "Method not allowed", "This address does not answer that method.")
                        .build();
            case 406 ->
                problem(406, "not-acceptable", "Not acceptable", "The feed has one form.")
                        .build();
            case 415 ->
                problem(415, "unsupported-media-type", "Unsupported media type", "Send application/json.")
                        .build();
            default ->
                problem(status, "bad-request", "Bad request", "The request cannot be understood.")
                        .build();
        };
    }

    /// @param reference  under which it was logged
    static Response internalError(String reference) {
        return problem(
                        500,
                        "internal-error",
                        "Internal error",
                        "This was not expected and has been logged under " + reference + ".")
                .build();
    }

    private static Response.ResponseBuilder problem(int status, String type, String title, String detail) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(Json.createObjectBuilder()
                        .add("type", "/problems/" + type)
                        .add("title", title)
                        .add("status", status)
                        .add("detail", detail)
                        .add("requestId", AuditContext.current().requestId())
                        .build()
                        .toString());
    }
}
