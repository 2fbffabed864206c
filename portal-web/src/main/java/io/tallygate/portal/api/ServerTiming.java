package io.tallygate.portal.api;

import jakarta.annotation.Priority;
import jakarta.json.JsonValue;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Locale;

/// `Server-Timing: total;dur=…`, in milliseconds: from the moment the request reached the control API to the moment its
/// answer was ready as text (W3C Server Timing). A pipeline that is slow can see whether it is us. Answers that are
/// streamed say nothing: their time is not known when their head leaves.
@PreMatching
@Priority(0)
public class ServerTiming implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEGAN = ServerTiming.class.getName();

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof JsonValue json && request.getProperty(BEGAN) instanceof Long began) {
            // made into text here, so that this is counted too
            response.setEntity(json.toString(), null, response.getMediaType());
            double millis = (System.nanoTime() - began) / 1e6;
            response.getHeaders().putSingle("Server-Timing", "total;dur=" + String.format(Locale.ROOT, "%.3f", millis));
        }
    }
}
