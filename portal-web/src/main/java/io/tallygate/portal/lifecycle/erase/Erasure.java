package io.tallygate.portal.lifecycle.erase;

import io.tallygate.metering.meter.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How the erasure of a tenant stands.
/// @param askedBy    the subject of who asked, `operator` for the installation's
/// @param dueAt      can be taken back until then
/// @param startedAt  null while it waits
public record Erasure(
        UUID id,
        TenantId tenant,
        String slug,
        Status status,
        Instant askedAt,
        By by,
        String askedBy,
        Instant dueAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    /// From the first to the last but one.
    public enum Status {
        WAITING,
        RUNNING,
        DONE,
        /// Taken back in time.
        CANCELLED;

        /// As the database and the control API spell it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who may ask.
    public enum By {
        OWNER,
        OPERATOR;

        /// As the database and the control API spell it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
