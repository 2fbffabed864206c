package io.tallygate.portal.consumer.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.LastOwner;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.consumer.ConsumerMember;
import io.tallygate.portal.consumer.Teams;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a consumer's team looks like and how it is changed, for both who may: its owner in the portal ([TeamPage]) and
/// the tenant's staff in the console ([ConsumerTeamPage]).
@ApplicationScoped
public class TeamForms {
    private static final String LIST = "consumer/team.html";
    private static final String ONE = "consumer/member.html";
    private static final int REFUSED = 422;

    private final Frame frame;
    private final HttpServletRequest request;
    private final Teams teams;
    private final TenantTransactions transactions;

    @SuppressWarnings("NullAway") // for the proxy only
    protected TeamForms() {
        this(null, null, null, null);
    }

    @Inject
    public TeamForms(Frame frame, HttpServletRequest request, Teams teams, TenantTransactions transactions) {
        this.frame = frame;
        this.request = request;
        this.teams = teams;
        this.transactions = transactions;
    }

    /// One consumer's team as one visitor sees it.
    /// @param models  of the page
    /// @param here    the list's own address
    record Place(Visit visit, UUID consumer, Models models, String here) {
        /// @throws NotFoundException   when the visitor may not see the team: as if there were none
        /// @throws ForbiddenException  when they may see it, but not do this
        Place allowing(Permission permission) {
            if (!visit.may(Permission.SEE_TEAM, consumer)) {
                throw new NotFoundException();
            }
            if (!visit.may(permission, consumer)) {
                throw new ForbiddenException();
            }
            return this;
        }
    }

    public record Option(String value, String label) {}

    String one(Place place, UUID id) {
        return one(place, id, new Form(frame.messages()));
    }

    /// Another role.
    Response change(Place place, UUID id) {
        Form form = Form.of(request, frame.messages());
        return onHeld(place, id, form, held -> {
            ConsumerMember changed = teams.change(held, form.value("role"));
            frame.notice("good", "account.member.changed", changed.email(), roleText(changed.role()));
        });
    }

    Response remove(Place place, UUID id) {
        return onHeld(place, id, Form.of(request, frame.messages()), held -> {
            teams.remove(held);
            frame.notice("good", "account.member.removed", held.member().email());
        });
    }

    private Response onHeld(Place place, UUID id, Form form, Consumer<Teams.Held> change) {
        try {
            boolean done = transactions.inTenant(place.visit().id(), () -> {
                Teams.Held held = teams.hold(place.consumer(), id).orElseThrow(NotFoundException::new);
                if (form.isFor(TeamJson.tag(held.member()))) {
                    change.accept(held);
                    return true;
                }
                return false;
            });
            if (done) {
                return to(place);
            }
        } catch (WrongInput refused) {
            form.refused(refused, Map.of());
        } catch (LastOwner refused) {
            form.reject(null, "account.members.lastOwner");
        }
        return Response.status(REFUSED).entity(one(place, id, form)).build();
    }

    String list(Place place, @Nullable UUID after) {
        ListPage<ConsumerMember> page = ListPage.of(
                place.here(),
                after,
                teams.list(place.visit().id(), place.consumer(), after, ListPage.ROWS),
                ConsumerMember::id);
        Models models = fill(place, new Form(frame.messages()));
        models.put("page", page);
        models.put("members", page.items());
        return LIST;
    }

    private String one(Place place, UUID id, Form form) {
        ConsumerMember member =
                teams.find(place.visit().id(), place.consumer(), id).orElseThrow(NotFoundException::new);
        Models models = fill(place, form.with("role", member.role().wireName()).forVersion(TeamJson.tag(member)));
        models.put("member", member);
        models.put("lastOwner", teams.isLastOwner(place.visit().id(), member));
        return ONE;
    }

    private Models fill(Place place, Form form) {
        Models models = place.models();
        models.put("here", place.here());
        models.put("form", form);
        models.put("mayManage", place.visit().may(Permission.MANAGE_TEAM, place.consumer()));
        models.put(
                "roles",
                Stream.of(ConsumerRole.values())
                        .map(role -> new Option(role.wireName(), roleText(role)))
                        .toList());
        return models;
    }

    private String roleText(ConsumerRole role) {
        return frame.messages().text("consumer.role." + role.wireName());
    }

    private static Response to(Place place) {
        return Response.seeOther(URI.create(place.here())).build();
    }
}
