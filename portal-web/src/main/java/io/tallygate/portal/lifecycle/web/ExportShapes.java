package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Archives as the control API has them.
final class ExportShapes {
    private ExportShapes() {}

    @About("All of a tenant in one ZIP archive.")
    record Export(
            UUID id,
            @Text(oneOf = {"waiting", "ready"}) String status,
            Instant requestedAt,
            @About("Null while it is being made.") @Nullable Instant finishedAt,

            @About("When it is deleted; null while it is being made.") @Nullable
            Instant expiresAt,

            @Whole(least = 0, most = 1L << 40) long bytes,

            @Text(
                    pattern = "^[0-9a-f]{64}$",
                    example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            @About("Of the archive; null while it is being made.")
            @Nullable
            String sha256) {}

    @About("Nothing is to be chosen: an archive holds everything.")
    record NewExport() {}
}
