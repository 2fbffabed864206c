package io.tallygate.portal.api;

import io.tallygate.portal.account.LastOwner;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.LimitReached;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every failure of the control API becomes a problem detail. What was not expected is logged under a reference and
/// says nothing of the inside.
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private static final int RETRY_AFTER_SECONDS = 5;

    @Context
    @SuppressWarnings("NullAway.Init") // injected by the container
    private UriInfo request;

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case ApiProblem problem -> answer(problem);
            case OwnersOnly refused -> answer(ApiProblem.forbidden(String.valueOf(refused.getMessage())));
            case LastOwner refused ->
                answer(ApiProblem.conflict("last-owner", "The last owner", String.valueOf(refused.getMessage())));
            case OptimisticLockException overtaken -> answer(IfMatch.changedMeanwhile());
            case LimitReached reached ->
                answer(ApiProblem.limitReached(reached.members().getFirst().detail()));
            case WrongInput wrong -> answer(ApiProblem.invalid(wrong.members()));
            case WebApplicationException known
            when known.getResponse().getStatus() < 500 ->
                answer(known.getResponse().getStatus());
            default -> unexpected(failure);
        };
    }

    private Response unexpected(Throwable failure) {
        String reference = AuditContext.current().requestId();
        LOG.error("{} failed; request {}", request.getPath(), reference, failure);
        return answer(new ApiProblem(
                500,
                "internal-error",
                "Internal error",
                "This was not expected and has been logged under " + reference + "."));
    }

    /// What Jakarta REST itself refuses.
    private Response answer(int status) {
        return answer(
                switch (status) {
                    case 404 -> ApiProblem.notFound();
                    case 405 ->
                        new ApiProblem(
                                405,
                                "method-not-allowed",
                                "Method not allowed",
                                "This address does not answer that method.");
                    case 406 ->
                        new ApiProblem(406, "not-acceptable", "Not acceptable", "The answer is application/json.");
                    case 413 ->
                        new ApiProblem(413, "too-large", "Too large", "The body is larger than this address takes.");
                    case 415 ->
                        new ApiProblem(
                                415, "unsupported-media-type", "Unsupported media type", "Send application/json.");
                    default ->
                        new ApiProblem(status, "bad-request", "Bad request", "The request cannot be understood.");
                });
    }

    private Response answer(ApiProblem problem) {
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("type", problem.type())
                .add("title", problem.title())
                .add("status", problem.status())
                .add("detail", problem.detail())
                .add("instance", "/api/v1/" + request.getPath().replaceFirst("^/", ""))
                .add("requestId", AuditContext.current().requestId());
        if (!problem.errors().isEmpty()) {
            JsonArrayBuilder errors = Json.createArrayBuilder();
            problem.errors()
                    .forEach(member -> errors.add(Json.createObjectBuilder()
                            .add("pointer", member.pointer())
                            .add("detail", member.detail())));
            body.add("errors", errors);
        }
        Response.ResponseBuilder response = Response.status(problem.status())
                .type("application/problem+json")
                .header("Cache-Control", "no-store")
                .entity(body.build().toString());
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", "Bearer realm=\"tallygate\"");
        }
        if (problem.retryAfterSeconds() > 0) {
            response.header("Retry-After", problem.retryAfterSeconds());
        } else if (problem.status() == 429 || problem.status() == 503) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
