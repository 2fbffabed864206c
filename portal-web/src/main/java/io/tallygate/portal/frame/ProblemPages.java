package io.tallygate.portal.frame;

import io.tallygate.portal.audit.AuditContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What a person reads when a page fails: in the same look and their own language, with a way on, and nothing internal.
/// An
/// unexpected failure is logged under a reference that the page shows.
@ApplicationScoped
public class ProblemPages implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ProblemPages.class.getName());
    private static final List<Integer> WORDED = List.of(400, 403, 404, 405, 409, 413, 429, 500, 503);

    private final Frame frame;
    private final Views views;
    private final HttpServletRequest request;

    /// Not a CDI bean, so it cannot come in through the constructor.
    @Context
    @SuppressWarnings("NullAway.Init")
    HttpServletResponse response;

    /// Jakarta REST looks for an empty public constructor, then CDI uses the other one.
    @SuppressWarnings("NullAway")
    public ProblemPages() {
        this(null, null, null);
    }

    @Inject
    public ProblemPages(Frame frame, Views views, HttpServletRequest request) {
        this.frame = frame;
        this.views = views;
        this.request = request;
    }

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case SignInNeeded needed ->
                Response.seeOther(URI.create(frame.signInPath()))
                        .header("Cache-Control", "no-store")
                        .build();
            case TenantSuspended _ -> page(403, "suspended", null);
            case WebApplicationException known
            when known.getResponse().getStatus() < 500 ->
                known.getResponse().getStatus() < 400
                        ? known.getResponse()
                        : page(known.getResponse().getStatus());
            default -> unexpected(failure);
        };
    }

    private Response unexpected(Throwable failure) {
        int status = failure instanceof WebApplicationException known
                ? known.getResponse().getStatus()
                : 500;
        String reference = AuditContext.current().requestId();
        LOG.log(Level.SEVERE, "Page " + request.getRequestURI() + " failed; request " + reference, failure);
        return page(status, worded(status), reference);
    }

    private Response page(int status) {
        return page(status, worded(status), null);
    }

    private Response page(int status, String words, @Nullable String reference) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Cache-Control", "no-store")
                .entity(html(status, words, reference, response))
                .build();
    }

    /// The page itself, also for failures outside of Jakarta REST.
    String html(int status, HttpServletResponse response) {
        return html(status, worded(status), null, response);
    }

    private static String worded(int status) {
        return Integer.toString(WORDED.contains(status) ? status : status < 500 ? 400 : 500);
    }

    private String html(int status, String words, @Nullable String reference, HttpServletResponse response) {
        Map<String, Object> model = new HashMap<>();
        model.put("status", status);
        model.put("title", frame.messages().text("frame.problem." + words + ".title"));
        model.put("detail", frame.messages().text("frame.problem." + words + ".detail"));
        Look tenant = frame.getTenant();
        model.put("home", tenant == null ? "/" : "/p/" + tenant.slug() + "/");
        if (reference != null) {
            model.put("reference", reference);
        }
        if (status >= 500) {
            model.put("retry", frame.getPath());
        }
        try {
            return views.render("frame/problem.html", model, request, response);
        } catch (RuntimeException layoutFailed) {
            LOG.log(Level.SEVERE, "Not even the problem page could be drawn", layoutFailed);
            return "<!DOCTYPE html><title>" + status + "</title><p>" + status + "</p>";
        }
    }
}
