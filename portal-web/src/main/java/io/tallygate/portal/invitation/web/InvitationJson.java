package io.tallygate.portal.invitation.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.invitation.Invitation;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/// An invitation as the control API shows it; its secret is in the message alone.
final class InvitationJson {
    private InvitationJson() {}

    static JsonObjectBuilder of(Invitation invitation, Instant now) {
        return Json.createObjectBuilder()
                .add("id", invitation.id().toString())
                .add("email", invitation.email())
                .add("role", invitation.role())
                .add("status", invitation.status(now))
                .add("invitedBy", invitation.invitedBy())
                .add("createdAt", invitation.createdAt().toString())
                .add("sentAt", invitation.sentAt().toString())
                .add("expiresAt", invitation.expiresAt().toString());
    }

    static String tag(Invitation invitation, Instant now) {
        return IfMatch.tag(of(invitation, now).build());
    }
}
