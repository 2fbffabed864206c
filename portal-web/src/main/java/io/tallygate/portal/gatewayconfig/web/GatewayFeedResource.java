package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.gatewayconfig.FeedLimits;
import io.tallygate.portal.gatewayconfig.GatewayGroup;
import io.tallygate.portal.gatewayconfig.GatewayGroups;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/gateway-feed/v1`: configuration for the gateways of a group, and what they report. The contract is
/// `infra/contracts`.
@Path("/v1")
public class GatewayFeedResource {
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,16}");
    private static final String BEARER = "Bearer ";

    private final GatewayGroups groups;
    private final FeedStreams streams;

    @Inject
    public GatewayFeedResource(GatewayGroups groups, FeedStreams streams) {
        this.groups = groups;
        this.streams = streams;
    }

    /// One response that does not end; it is written by a thread of its own, and this one goes back to serve
    /// others.
    @GET
    public void feed(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @QueryParam("group") @Nullable String group,
            @QueryParam("since") @Nullable String since,
            @Suspended AsyncResponse response) {
        GatewayGroup own = authenticated(authorization);
        if (group == null) {
            throw FeedRefused.badRequest("The parameter group is missing.");
        }
        if (!group.equals(own.name())) {
            throw FeedRefused.otherGroup();
        }
        if (since != null && !REVISION.matcher(since).matches()) {
            throw FeedRefused.badRequest("The parameter since is not a revision.");
        }
        if (!streams.open(own.id(), since == null ? 0 : Long.parseLong(since), response)) {
            throw FeedRefused.unavailable("The portal holds as many streams as it may.");
        }
    }

    @POST
    @Path("/instances")
    @Consumes("application/json")
    public void report(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, String body) {
        GatewayGroup own = authenticated(authorization);
        var instance = InstanceReport.parse(body);
        if (!instance.group().equals(own.name())) {
            throw FeedRefused.otherGroup();
        }
        if (!groups.report(own, instance)) {
            throw FeedRefused.tooManyInstances(FeedLimits.MAX_INSTANCES);
        }
    }

    private GatewayGroup authenticated(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw FeedRefused.unknownCredential();
        }
        return groups.authenticate(authorization.substring(BEARER.length()).strip())
                .orElseThrow(FeedRefused::unknownCredential);
    }
}
