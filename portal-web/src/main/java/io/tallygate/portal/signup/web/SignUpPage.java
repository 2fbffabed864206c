package io.tallygate.portal.signup.web;

import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.frame.Choices;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.signup.SignUp;
import io.tallygate.portal.signup.TooManySignUps;
import io.tallygate.portal.signup.UnverifiedAddress;
import io.tallygate.portal.tenancy.NewTenant;
import io.tallygate.portal.tenancy.Tenant;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// `/sign-up`: whoever has signed in founds an organisation that publishes here, and goes on to its console and the
/// first
/// steps there. Whoever has not signed in reads what it is about, and signs in first.
@Controller
@Path("/sign-up")
@Produces("text/html")
public class SignUpPage {
    private static final String VIEW = "signup/sign-up.html";
    private static final int REFUSED = 422;
    private static final int TOO_MANY = 429;

    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final SignUp signUp;

    @Inject
    public SignUpPage(Frame frame, Models models, HttpServletRequest request, SignUp signUp) {
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.signUp = signUp;
    }

    @GET
    public String form() {
        return show(new Form(frame.messages())
                .with("country", frame.locale().getCountry())
                .with("currency", "EUR")
                .with("timeZone", "UTC"));
    }

    @POST
    public Response found() {
        SignedIn visitor = frame.person();
        Form form = Form.of(request, frame.messages());
        form.required("name", 200);
        form.required("slug", 40);
        form.optional("legalName", 300);
        form.required("country", 2);
        if (!form.wrong()) {
            try {
                Tenant founded = signUp.found(
                        new Person(visitor.subject(), visitor.email(), visitor.name()),
                        AuditContext.current().origin(),
                        wanted(form));
                frame.notice("good", "signup.done", founded.name());
                return Response.seeOther(URI.create("/console/" + founded.slug() + "/"))
                        .build();
            } catch (WrongInput wrong) {
                form.refused(wrong, Map.of());
            } catch (UnverifiedAddress unverified) {
                form.reject(null, "signup.unverified");
            } catch (TooManySignUps tooMany) {
                form.reject(null, "signup.tooMany", tooMany.again().toMinutes() + 1);
                return Response.status(TOO_MANY)
                        .header(HttpHeaders.RETRY_AFTER, tooMany.again().toSeconds() + 1)
                        .entity(show(form))
                        .build();
            }
        }
        return Response.status(REFUSED).entity(show(form)).build();
    }

    private static NewTenant wanted(Form form) {
        return new NewTenant(
                form.value("slug").strip(),
                form.value("name"),
                form.value("legalName"),
                List.of(),
                form.value("country"),
                form.value("timeZone"),
                form.value("currency"),
                null,
                null,
                null,
                null);
    }

    private String show(Form form) {
        models.put("form", form);
        models.put("countries", Choices.countries(frame.locale()));
        models.put("timeZones", Choices.timeZones());
        models.put("currencies", Choices.currencies(frame.locale()));
        return VIEW;
    }
}
