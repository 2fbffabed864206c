package io.tallygate.portal.signup.web;

import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.frame.ForVisitors;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.LocalPath;
import io.tallygate.portal.signup.Registration;
import io.tallygate.portal.signup.TooManySignUps;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `/register`: a visitor says their address and is told to look into their mail, whoever has that address. Where they
/// were headed goes along in `return`.
@Controller
@Path("/register")
@Produces("text/html")
public class RegisterPage {
    private static final String VIEW = "signup/register.html";
    private static final int REFUSED = 422;
    private static final int TOO_MANY = 429;

    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Registration registration;

    @Inject
    public RegisterPage(Frame frame, Models models, HttpServletRequest request, Registration registration) {
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.registration = registration;
    }

    @GET
    public Response form(@QueryParam("return") @Nullable String back) {
        String page = LocalPath.of(back).value();
        return frame.getPerson() == null
                ? Response.ok(show(new Form(frame.messages()), page)).build()
                : to(page);
    }

    @POST
    @ForVisitors
    public Response ask(@QueryParam("return") @Nullable String back) {
        String page = LocalPath.of(back).value();
        Form form = Form.of(request, frame.messages());
        String email = form.mail("email");
        if (form.wrong()) {
            return Response.status(REFUSED).entity(show(form, page)).build();
        }
        try {
            registration.ask(email, AuditContext.current().origin(), frame.locale(), page);
        } catch (TooManySignUps tooMany) {
            form.reject(null, "signup.tooMany", tooMany.again().toMinutes() + 1);
            return Response.status(TOO_MANY)
                    .header(HttpHeaders.RETRY_AFTER, tooMany.again().toSeconds() + 1)
                    .entity(show(form, page))
                    .build();
        }
        return to("/register/sent?return=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
    }

    @GET
    @Path("sent")
    public String sent(@QueryParam("return") @Nullable String back) {
        models.put("back", LocalPath.of(back).value());
        return "signup/sent.html";
    }

    private String show(Form form, String page) {
        models.put("form", form);
        models.put("back", page);
        return VIEW;
    }

    private static Response to(String page) {
        return Response.seeOther(URI.create(page))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
