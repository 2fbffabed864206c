package io.tallygate.portal.account.web;

import io.tallygate.portal.account.LastOwner;
import io.tallygate.portal.account.Member;
import io.tallygate.portal.account.Members;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/members`: who works at a tenant, as what; whoever may manage them adds, changes and removes them here.
@Controller
@Path("/console/{tenant}/members")
@Produces("text/html")
public class MembersPage {
    private static final String SECTION = "members";
    private static final String LIST = "account/members.html";
    private static final String ONE = "account/member.html";
    private static final String ID = "{id: [0-9a-f-]{36}}";
    private static final int REFUSED = 422;

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final Members members;
    private final TenantTransactions transactions;

    @Inject
    public MembersPage(
            Visits visits,
            Frame frame,
            Models models,
            HttpServletRequest request,
            Members members,
            TenantTransactions transactions) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.members = members;
        this.transactions = transactions;
    }

    public record Option(String value, String label) {}

    @GET
    public String list(@PathParam("tenant") String tenant, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_MEMBERS);
        return list(visit, after);
    }

    @GET
    @Path(ID)
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_MEMBERS);
        Member member = members.find(visit.id(), id).orElseThrow(NotFoundException::new);
        return show(visit, member, new Form(frame.messages()));
    }

    /// Another role.
    @POST
    @Path(ID)
    public Response change(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_MEMBERS);
        Form form = Form.of(request, frame.messages());
        return onHeld(visit, id, form, held -> {
            Member changed = members.change(visit.access(), held, form.value("role"));
            frame.notice("good", "account.member.changed", changed.email(), roleText(changed.role()));
        });
    }

    @POST
    @Path(ID + "/remove")
    public Response remove(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.MANAGE_MEMBERS);
        return onHeld(visit, id, Form.of(request, frame.messages()), held -> {
            members.remove(visit.access(), held);
            frame.notice("good", "account.member.removed", held.member().email());
        });
    }

    private interface Change {
        void on(Members.Held held);
    }

    private Response onHeld(Visit visit, UUID id, Form form, Change change) {
        try {
            boolean done = transactions.inTenant(visit.id(), () -> {
                Members.Held held = members.hold(id).orElseThrow(NotFoundException::new);
                if (form.isFor(MemberJson.tag(held.member()))) {
                    change.on(held);
                    return true;
                }
                return false;
            });
            if (done) {
                return to(address(visit));
            }
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        } catch (OwnersOnly refused) {
            form.reject(null, "account.members.ownersOnly");
        } catch (LastOwner refused) {
            form.reject(null, "account.members.lastOwner");
        }
        Member member = members.find(visit.id(), id).orElseThrow(NotFoundException::new);
        return Response.status(REFUSED).entity(show(visit, member, form)).build();
    }

    private String list(Visit visit, @Nullable UUID after) {
        ListPage<Member> page =
                ListPage.of(address(visit), after, members.list(visit.id(), after, ListPage.ROWS), Member::id);
        models.put("mayManage", visit.may(Permission.MANAGE_MEMBERS));
        models.put("page", page);
        models.put("members", page.items());
        return LIST;
    }

    private String show(Visit visit, Member member, Form form) {
        boolean owner = member.role() == TenantRole.OWNER;
        models.put("form", form.with("role", member.role().wireName()).forVersion(MemberJson.tag(member)));
        models.put(
                "mayManage", visit.may(Permission.MANAGE_MEMBERS) && (!owner || visit.may(Permission.MANAGE_OWNERS)));
        models.put("member", member);
        models.put("lastOwner", members.isLastOwner(visit.id(), member));
        models.put("roles", roles(visit));
        return ONE;
    }

    /// Those that the visitor may give.
    private List<Option> roles(Visit visit) {
        return Stream.of(TenantRole.values())
                .filter(role -> role != TenantRole.OWNER || visit.may(Permission.MANAGE_OWNERS))
                .map(role -> new Option(role.wireName(), roleText(role)))
                .toList();
    }

    private String roleText(TenantRole role) {
        return frame.messages().text("account.role." + role.wireName());
    }

    private static String address(Visit visit) {
        return "/console/" + visit.slug() + "/members";
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address)).build();
    }
}
