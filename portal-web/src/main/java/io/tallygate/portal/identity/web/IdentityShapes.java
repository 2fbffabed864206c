package io.tallygate.portal.identity.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.util.UUID;

/// Sessions as the control API has them.
final class IdentityShapes {
    private IdentityShapes() {}

    @About("A device on which you have signed in at the portal.")
    record Session(
            UUID id,

            @About("As the browser introduced itself.") @Text(example = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
            String device,

            @About("Where it signed in from.") @Text(example = "203.0.113.7")
            String address,

            Instant createdAt,
            @About("To the minute.") Instant lastSeenAt) {}
}
