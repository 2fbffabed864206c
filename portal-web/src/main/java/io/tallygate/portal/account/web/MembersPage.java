package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Member;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.input.WrongInput;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// `/console/{t}/members`: who works at a tenant.
@Controller
@Path("/console/{tenant}/members")
public class MembersPage {
    private static final String VIEW = "account/members.html";
    private static final int REFUSED = 422;

    /// More people than work on one tenant's APIs; the control API lists all of them.
    private static final int MOST = 1000;

    private static final int LONGEST_ROLE = 20;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Members members;

    @Inject
    public MembersPage(Visits visits, Frame frame, Models models, HttpServletRequest request, Members members) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.members = members;
    }

    /// @param bound  whether the person has signed in with the address
    public record Row(String email, String role, boolean bound) {
        static Row of(Member member) {
            return new Row(member.email(), member.role().wireName(), member.hasSignedIn());
        }
    }

    public record Option(String value, String label) {}

    @GET
    public String list(@PathParam("tenant") String tenant) {
        show(visits.console(tenant, "members", Permission.SEE_MEMBERS), new Form(frame.messages()));
        return VIEW;
    }

    @POST
    public Response add(@PathParam("tenant") String tenant) {
        Visit visit = visits.console(tenant, "members", Permission.MANAGE_MEMBERS);
        Form form = Form.of(request, frame.messages());
        String email = form.mail("email");
        String role = form.required("role", LONGEST_ROLE);
        if (!form.wrong()) {
            try {
                Member added = members.add(visit.access(), email, role);
                frame.notice("good", "account.members.added", added.email());
                return Response.seeOther(URI.create("/console/" + visit.slug() + "/members"))
                        .build();
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            } catch (OwnersOnly refused) {
                form.reject("role", "account.members.ownersOnly");
            }
        }
        show(visit, form);
        return Response.status(REFUSED).entity(VIEW).build();
    }

    private void show(Visit visit, Form form) {
        models.put("form", form);
        models.put("mayManage", visit.may(Permission.MANAGE_MEMBERS));
        models.put(
                "members",
                members.list(visit.id(), null, MOST).stream().map(Row::of).toList());
        models.put(
                "roles",
                List.of(TenantRole.values()).stream()
                        .map(TenantRole::wireName)
                        .map(role -> new Option(role, frame.messages().text("account.role." + role)))
                        .toList());
    }
}
