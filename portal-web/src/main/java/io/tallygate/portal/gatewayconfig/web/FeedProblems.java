package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.GroupsUnavailable;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database is away: gateways go on with what they have and ask again.
public class FeedProblems implements ExceptionMapper<GroupsUnavailable> {
    private static final Logger LOG = LoggerFactory.getLogger(FeedProblems.class);

    @Override
    public Response toResponse(GroupsUnavailable away) {
        LOG.warn("A gateway was answered 503: {}", String.valueOf(away.getCause()));
        return FeedRefused.unavailableAnswer("The portal's database does not answer.");
    }
}
