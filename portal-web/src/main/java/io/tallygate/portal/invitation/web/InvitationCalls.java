package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.invitation.Invitation;
import io.tallygate.portal.invitation.Invitations;
import io.tallygate.portal.invitation.SentOften;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the two resources of invitations do alike, for the tenant itself and for a consumer; who may is theirs to say.
@ApplicationScoped
class InvitationCalls {
    private final Invitations invitations;
    private final TenantTransactions transactions;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the proxy only
    protected InvitationCalls() {
        this(null, null, null);
    }

    @Inject
    InvitationCalls(Invitations invitations, TenantTransactions transactions, Clock clock) {
        this.invitations = invitations;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// @param to  the consumer; null: the tenant itself
    JsonObject list(Access access, @Nullable UUID to, PageOf page) {
        return page.answer(
                invitations.list(access.tenant(), to, page.after(), page.rows()),
                Invitation::id,
                invitation -> InvitationJson.of(invitation, clock.instant()));
    }

    Response invite(Access access, @Nullable UUID to, InputStream body) {
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String email = wanted.text("email");
        String role = wanted.text("role");
        String language = wanted.optionalText("language");
        wanted.refuseIfWrong();
        Invitation made = invitations.invite(access, to, new Invitations.Wanted(email, role, language));
        return Response.status(Response.Status.CREATED).entity(json(made)).build();
    }

    JsonObject read(Access access, @Nullable UUID to, String id) {
        return json(invitations.find(access.tenant(), to, Ids.of(id)).orElseThrow(ApiProblem::notFound));
    }

    JsonObject sendAgain(Access access, @Nullable UUID to, String id) {
        try {
            return transactions.inTenant(
                    access.tenant(),
                    () -> json(invitations.sendAgain(
                            access.tenant(), invitations.hold(to, Ids.of(id)).orElseThrow(ApiProblem::notFound))));
        } catch (SentOften enough) {
            throw ApiProblem.conflict("sent-often", "Sent often enough", String.valueOf(enough.getMessage()));
        }
    }

    void revoke(Access access, @Nullable UUID to, String id, @Nullable String ifMatch) {
        transactions.inTenant(access.tenant(), () -> {
            invitations.revoke(IfMatch.held(
                    invitations.hold(to, Ids.of(id)), ifMatch, held -> InvitationJson.tag(held, clock.instant())));
        });
    }

    private JsonObject json(Invitation invitation) {
        return InvitationJson.of(invitation, clock.instant()).build();
    }
}
