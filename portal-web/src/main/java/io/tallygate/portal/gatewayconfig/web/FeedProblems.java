package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.gatewayconfig.GroupsUnavailable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every failure of the feed becomes a problem detail that says nothing of the inside. Without a mapper for all of them
/// the
/// server would name the exception in a header. A database that is away is a gateway's cue to go on with what it has.
public class FeedProblems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(FeedProblems.class);

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case FeedRefused refused -> refused.getResponse();
            case GroupsUnavailable away -> {
                LOG.warn("A gateway was answered 503: {}", String.valueOf(away.getCause()));
                yield FeedRefused.unavailableAnswer("The portal's database does not answer.");
            }
            case WebApplicationException known
            when known.getResponse().getStatus() < 500 ->
                FeedRefused.notOffered(known.getResponse().getStatus());
            default -> {
                String reference = AuditContext.current().requestId();
                LOG.error("The feed failed; request {}", reference, failure);
                yield FeedRefused.internalError(reference);
            }
        };
    }
}
