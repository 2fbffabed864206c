package io.tallygate.portal.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which records of a chain are asked for; null or empty asks for all.
/// @param actor    the subject, the token's id, or a part of the name
/// @param action   a part of the action's name
/// @param target   `kind:id`, or a part of it
/// @param outcome  [AuditEntry#DONE] or [AuditEntry#REFUSED]
/// @param from     included
/// @param to       not included
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String target,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
}
