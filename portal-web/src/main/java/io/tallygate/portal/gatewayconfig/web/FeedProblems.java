package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.GroupsUnavailable;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The database is away: gateways go on with what they have and ask again.
public class FeedProblems implements ExceptionMapper<GroupsUnavailable> {
    private static final Logger LOG = System.getLogger(FeedProblems.class.getName());

    @Override
    public Response toResponse(GroupsUnavailable away) {
        LOG.log(Level.WARNING, "A gateway was answered 503: {0}", String.valueOf(away.getCause()));
        return FeedRefused.unavailableAnswer("The portal's database does not answer.");
    }
}
