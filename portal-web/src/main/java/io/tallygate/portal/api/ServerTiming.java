package io.tallygate.portal.api;

import jakarta.annotation.Priority;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// `Server-Timing: total;dur=…`, in milliseconds: from the moment the request reached the control API to the moment its
/// answer was ready as text (W3C Server Timing). A pipeline that is slow can see whether it is us. Answers that are
/// streamed say nothing: their time is not known when their head leaves.
@PreMatching
@Priority(0)
public class ServerTiming implements ContainerRequestFilter, WriterInterceptor {
    private static final String HEADER = "Server-Timing";
    private static final String BEGAN = ServerTiming.class.getName();

    @Context
    @SuppressWarnings("NullAway.Init") // injected by the container
    private HttpServletResponse response;

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, System.nanoTime());
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
        if (!(answer.getEntity() instanceof JsonValue) || !(answer.getProperty(BEGAN) instanceof Long began)) {
            answer.proceed();
            return;
        }
        OutputStream out = answer.getOutputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        answer.setOutputStream(text);
        answer.proceed();
        double millis = (System.nanoTime() - began) / 1e6;
        // the headers that this context holds have been handed to the server already
        response.setHeader(HEADER, "total;dur=" + String.format(Locale.ROOT, "%.3f", millis));
        text.writeTo(out);
        answer.setOutputStream(out);
    }
}
