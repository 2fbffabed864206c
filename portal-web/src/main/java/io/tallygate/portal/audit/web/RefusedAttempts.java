package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.Actor;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.audit.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what somebody wanted to change and was not let, and each call with a token that has ended: one record an
/// attempt. Whoever is not known is not recorded: they could fill a log that is not theirs. An attempt on a tenant that
/// does not exist takes the same work as one on
/// a stranger's, so its time tells nothing.
@ApplicationScoped
public class RefusedAttempts implements ContainerResponseFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedAttempts.class);
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
    /// Not 400, 413, 415 and their like: these are no attempts at anything, only requests that say nothing.
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 409, 412, 422, 428, 429);

    private static final Pattern PROBLEM = Pattern.compile("\"type\":\"/problems/([a-z0-9-]+)\"");

    @Inject
    @SuppressWarnings("NullAway.Init") // injected by the container
    private AuditTrail trail;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        AuditContext context = AuditContext.current();
        boolean asked = CHANGING.contains(request.getMethod()) || context.refusal() != null;
        if (!asked || !REFUSALS.contains(answer.getStatus()) || context.actor().kind() == Actor.Kind.NOBODY) {
            return;
        }
        try {
            trail.refused(
                    reason(context, answer),
                    request.getUriInfo().getRequestUri().getRawPath());
        } catch (RuntimeException away) {
            // nothing has changed, and the answer stands
            LOG.error("A refused attempt is in no record; request {}", context.requestId(), away);
        }
    }

    private static String reason(AuditContext context, ContainerResponseContext answer) {
        if (context.refusal() != null) {
            return answer.getStatus() + " " + context.refusal();
        }
        if (answer.getEntity() instanceof String text) {
            Matcher problem = PROBLEM.matcher(text);
            if (problem.find()) {
                return answer.getStatus() + " " + problem.group(1);
            }
        }
        return Integer.toString(answer.getStatus());
    }
}
