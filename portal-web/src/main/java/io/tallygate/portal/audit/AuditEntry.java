package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.TenantId;
import java.util.UUID;

/// What a record says, before it has a place in its chain.
/// @param id       made by the portal, once
/// @param chain    the tenant's, or [#INSTALLATION]
/// @param actor    the subject; see [Actor]
/// @param tokenId  of the personal access token; empty when there was none
/// @param outcome  [#DONE] or [#REFUSED]
/// @param origin   the address that the request came from; empty for the product's own work
/// @param reason   why it was refused; empty for what was done
/// @param targets  what was touched: `kind:id`, a line each
/// @param changes  a JSON array, see [ChangesJson]
public record AuditEntry(
        UUID id,
        TenantId chain,
        String actorKind,
        String actor,
        String actorName,
        String tokenId,
        String origin,
        String requestId,
        String action,
        String outcome,
        String reason,
        String targets,
        String changes) {
    /// The chain of what belongs to no tenant.
    public static final TenantId INSTALLATION = new TenantId(new UUID(0, 0));

    /// What was asked for was done.
    public static final String DONE = "done";

    /// It was not, and nothing has changed.
    public static final String REFUSED = "refused";

    static AuditEntry of(
            AuditContext context, TenantId chain, String outcome, String reason, String targets, String changes) {
        Actor actor = context.actor();
        return new AuditEntry(
                UUID.fromString(RequestId.of(null)),
                chain,
                actor.kind().wireName(),
                kept(actor.subject()),
                kept(actor.display()),
                actor.token() == null ? "" : actor.token().toString(),
                kept(context.origin()),
                context.requestId(),
                kept(context.action()),
                outcome,
                kept(reason),
                targets,
                changes);
    }

    /// As the database keeps it to the byte: of bounded length, without half characters and zeroes.
    private static String kept(String text) {
        String bounded = text.length() > AuditLimits.LONGEST_NAME ? text.substring(0, AuditLimits.LONGEST_NAME) : text;
        return new String(bounded.getBytes(UTF_8), UTF_8).replace('\0', '?');
    }
}
