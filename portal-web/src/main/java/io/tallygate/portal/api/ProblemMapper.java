package io.tallygate.portal.api;

import io.tallygate.portal.account.LastOwner;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.LimitReached;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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
            case InUse needed -> answer(ApiProblem.conflict("in-use", "In use", needed.detail()));
            case OptimisticLockException overtaken -> answer(IfMatch.changedMeanwhile());
            case LimitReached reached ->
                answer(ApiProblem.limitReached(reached.members().getFirst().detail()));
            case WrongInput wrong -> answer(ApiProblem.invalid(wrong.members()));
            case WebApplicationException known
            when known.getResponse().getStatus() < 500 -> answer(known.getResponse());
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

    /// What Jakarta REST itself refuses. Which methods an address has instead is in the answer's `Allow`.
    private Response answer(Response refused) {
        Response answer = answer(ProblemJson.ofStatus(refused.getStatus()));
        String allowed = refused.getHeaderString(HttpHeaders.ALLOW);
        return allowed == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    private Response answer(ApiProblem problem) {
        Response.ResponseBuilder response = Response.status(problem.status())
                .type("application/problem+json")
                .header("Cache-Control", "no-store")
                .entity(ProblemJson.of(
                        problem,
                        "/api/v1/" + request.getPath().replaceFirst("^/", ""),
                        AuditContext.current().requestId()));
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
