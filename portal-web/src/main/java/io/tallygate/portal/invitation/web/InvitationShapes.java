package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Invitations as the control API has them.
final class InvitationShapes {
    private InvitationShapes() {}

    @About("Somebody who was asked to join and has not yet.")
    record Invitation(
            UUID id,
            @Text(example = "ada@example.com") String email,
            @Text(example = "publisher") String role,

            @Text(oneOf = {"open", "expired"}) String status,

            @Text(example = "owner@example.com") String invitedBy,
            Instant createdAt,
            Instant sentAt,
            Instant expiresAt) {}

    record NewTenantInvitation(
            @Text(least = 1, most = 254, format = "email", example = "ada@example.com")
            String email,

            TenantRole role,

            @Text(oneOf = {"en", "de"}) @About("Of the message; `en` when it is left out.") @Nullable
            String language) {}

    record NewConsumerInvitation(
            @Text(least = 1, most = 254, format = "email", example = "bob@example.com")
            String email,

            ConsumerRole role,

            @Text(oneOf = {"en", "de"}) @About("Of the message; `en` when it is left out.") @Nullable
            String language) {}

    record Acceptance(
            @Text(least = 1, example = "tgi_00000000000000000000000000000000000000")
            @About("The last part of the link in the message.")
            String secret) {}

    @About("Where the person belongs from now on.")
    record Joined(
            @Text(example = "acme") String tenant,

            @Text(example = "Globex") @About("The consumer's name; null for the tenant itself.") @Nullable
            String consumer,

            @Text(example = "publisher") String role) {}
}
