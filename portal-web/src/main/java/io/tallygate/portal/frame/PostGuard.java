package io.tallygate.portal.frame;

import io.tallygate.portal.audit.Actor;
import io.tallygate.portal.audit.AuditContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Stands before every form that posts: it must come from one of our own pages (the session's token, and the browser's
/// word where it gives one), and a second submit of the same form is led to where the first one went.
/// Krazo's own check is off: it cannot read the token of a form that uploads a file.
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class PostGuard implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String FORM = PostGuard.class.getName();
    private static final int PATIENCE_SECONDS = 20;

    /// As in `web.xml`, where the server would only say that it found no form.
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private final HttpServletRequest request;
    private final Frame frame;

    /// Not a CDI bean, so it cannot come in through the constructor.
    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo called;

    /// Jakarta REST looks for an empty public constructor, then CDI uses the other one.
    @SuppressWarnings("NullAway")
    public PostGuard() {
        this(null, null);
    }

    @Inject
    public PostGuard(HttpServletRequest request, Frame frame) {
        this.request = request;
        this.frame = frame;
    }

    @Override
    public void filter(ContainerRequestContext call) {
        if (!call.getMethod().equals(HttpMethod.POST)) {
            return;
        }
        boolean forVisitors = called.getResourceMethod().isAnnotationPresent(ForVisitors.class);
        if (!forVisitors) {
            SignedIn person = frame.person();
            AuditContext.current().actor(Actor.person(person.subject(), person.email(), null));
        }
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if ((site != null && !site.equals("same-origin"))
                || !(forVisitors || sameToken(request.getParameter("_csrf")))) {
            throw new ForbiddenException("not from one of our pages");
        }
        if (forVisitors) {
            return; // there may be no session to note the form in, and none is begun for it
        }
        String form = request.getParameter("_once");
        if (form == null || form.length() > 36) {
            return;
        }
        CompletableFuture<Optional<String>> earlier = submissions().begin(form);
        if (earlier == null) {
            call.setProperty(FORM, form);
        } else {
            led(earlier)
                    .ifPresent(location -> call.abortWith(
                            Response.seeOther(URI.create(location)).build()));
        }
    }

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        if (call.getProperty(FORM) instanceof String form && request.getSession(false) != null) {
            boolean led = answer.getStatus() == Response.Status.SEE_OTHER.getStatusCode();
            submissions().end(form, led ? answer.getHeaderString(HttpHeaders.LOCATION) : null);
        }
    }

    private boolean sameToken(@Nullable String token) {
        return token != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), frame.getCsrf().getBytes(StandardCharsets.UTF_8));
    }

    private Submissions submissions() {
        HttpSession session = request.getSession();
        synchronized (session) {
            if (session.getAttribute(Submissions.ATTRIBUTE) instanceof Submissions known) {
                return known;
            }
            Submissions fresh = new Submissions();
            session.setAttribute(Submissions.ATTRIBUTE, fresh);
            return fresh;
        }
    }

    private static Optional<String> led(CompletableFuture<Optional<String>> earlier) {
        try {
            return earlier.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException lost) {
            return Optional.empty();
        }
    }
}
