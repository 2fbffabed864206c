package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.invitation.Invitation;
import io.tallygate.portal.invitation.Invitations;
import io.tallygate.portal.invitation.SentOften;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who was invited to one place, and the form that invites: to the tenant ([MemberInvitationsPage]), or to a consumer,
/// by
/// its owner ([TeamInvitationsPage]) or the tenant's staff ([ConsumerInvitationsPage]).
@ApplicationScoped
public class InvitationForms {
    private static final String VIEW = "invitation/list.html";
    private static final int REFUSED = 422;
    private static final int LONGEST_ROLE = 20;

    private final Frame frame;
    private final HttpServletRequest request;
    private final Invitations invitations;
    private final TenantTransactions transactions;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the proxy only
    protected InvitationForms() {
        this(null, null, null, null, null);
    }

    @Inject
    public InvitationForms(
            Frame frame,
            HttpServletRequest request,
            Invitations invitations,
            TenantTransactions transactions,
            Clock clock) {
        this.frame = frame;
        this.request = request;
        this.invitations = invitations;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// @param to      the consumer; null: the tenant itself
    /// @param name    of the place
    /// @param models  of the page
    /// @param up      where its people are listed; the invitations are one step below
    record Place(Visit visit, @Nullable UUID to, String name, Models models, String up) {
        boolean may(Permission ofTenant, Permission ofConsumer) {
            return to == null ? visit.may(ofTenant) : visit.may(ofConsumer, to);
        }

        boolean mayManage() {
            return may(Permission.MANAGE_MEMBERS, Permission.MANAGE_TEAM);
        }

        String here() {
            return up + "/invitations";
        }

        /// @throws NotFoundException   when the visitor may not even see it
        /// @throws ForbiddenException  when they may see it and not change it
        Place managed() {
            seen();
            if (!mayManage()) {
                throw new ForbiddenException();
            }
            return this;
        }

        Place seen() {
            if (!may(Permission.SEE_MEMBERS, Permission.SEE_TEAM)) {
                throw new NotFoundException();
            }
            return this;
        }
    }

    public record Option(String value, String label) {}

    String list(Place place, @Nullable UUID after) {
        String usual = place.to() == null ? TenantRole.VIEWER.wireName() : ConsumerRole.DEVELOPER.wireName();
        return show(place.seen(), after, new Form(frame.messages()).with("role", usual));
    }

    Response invite(Place place) {
        place.managed();
        Form form = Form.of(request, frame.messages());
        String email = form.mail("email");
        String role = form.required("role", LONGEST_ROLE);
        if (!form.wrong()) {
            try {
                // people who work together mostly speak one language: the inviter's
                Invitation made = invitations.invite(
                        place.visit().access(), place.to(), new Invitations.Wanted(email, role, frame.getLanguage()));
                frame.notice("good", "invitation.sent", made.email());
                return to(place);
            } catch (WrongInput refused) {
                form.refused(refused, Map.of());
            } catch (OwnersOnly refused) {
                form.reject("role", "account.members.ownersOnly");
            }
        }
        return Response.status(REFUSED).entity(show(place, null, form)).build();
    }

    Response sendAgain(Place place, UUID id) {
        place.managed();
        try {
            Invitation sent = transactions.inTenant(
                    place.visit().id(),
                    () -> invitations.sendAgain(
                            place.visit().id(), invitations.hold(place.to(), id).orElseThrow(NotFoundException::new)));
            frame.notice("good", "invitation.resent", sent.email());
        } catch (SentOften enough) {
            frame.notice("bad", "invitation.resend.enough");
        }
        return to(place);
    }

    Response revoke(Place place, UUID id) {
        place.managed();
        String email = transactions.inTenant(place.visit().id(), () -> {
            Invitation held = invitations.hold(place.to(), id).orElseThrow(NotFoundException::new);
            invitations.revoke(held);
            return held.email();
        });
        frame.notice("good", "invitation.revoked", email);
        return to(place);
    }

    private String show(Place place, @Nullable UUID after, Form form) {
        Models models = place.models();
        ListPage<Invitation> page = ListPage.of(
                place.here(),
                after,
                invitations.list(place.visit().id(), place.to(), after, ListPage.ROWS),
                Invitation::id);
        models.put("form", form);
        models.put("here", place.here());
        models.put("up", place.up());
        models.put("upKey", place.to() == null ? "account.members.title" : "consumer.team.title");
        models.put("name", place.name());
        models.put("mayManage", place.mayManage());
        models.put("page", page);
        models.put("invitations", page.items());
        models.put("now", clock.instant());
        models.put("roleKey", place.to() == null ? "account.role." : "consumer.role.");
        models.put("roles", roles(place));
        return VIEW;
    }

    /// Those that the visitor may give.
    private List<Option> roles(Place place) {
        Stream<String> roles = place.to() == null
                ? Stream.of(TenantRole.values())
                        .filter(role ->
                                role != TenantRole.OWNER || place.visit().may(Permission.MANAGE_OWNERS))
                        .map(TenantRole::wireName)
                : Stream.of(ConsumerRole.values()).map(ConsumerRole::wireName);
        String key = place.to() == null ? "account.role." : "consumer.role.";
        return roles.map(role -> new Option(role, frame.messages().text(key + role)))
                .toList();
    }

    private static Response to(Place place) {
        return Response.seeOther(URI.create(place.here())).build();
    }
}
