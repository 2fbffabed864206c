package io.tallygate.portal.lifecycle.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.LeftOut;
import io.tallygate.portal.api.openapi.Money;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.lifecycle.erase.Erasure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Erasures as the control API has them: [ErasureJson] writes them.
final class ErasureShapes {
    static final String SHA256 = "^[0-9a-f]{64}$";
    static final String SOME_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private ErasureShapes() {}

    @About("That a tenant is to be erased, or was.")
    record TenantErasure(
            UUID id,
            @About("Of the tenant.") UUID tenant,

            @Text(pattern = Text.SLUG, example = "acme") @About("Of the tenant; given to nobody else.")
            String slug,

            Erasure.Status status,
            Instant askedAt,
            Erasure.By askedBy,

            @About("From then on it cannot be taken back.") Instant dueAt,
            @About("Null while it waits.") @Nullable Instant startedAt,
            @About("Null before it is done.") @Nullable Instant finishedAt) {}

    record Erasing(
            @Text(least = 1, example = "acme") @About("The tenant's slug once more, so that no other is meant.")
            String slug,

            @LeftOut @About("Without grace; for the operator alone.") @Nullable
            Boolean now) {}

    @About("An issued invoice of a tenant that is no more.")
    record RetainedInvoice(
            UUID id,
            @Text(example = "2026-00001") String number,
            LocalDate issuedOn,
            @About("Kept so long.") LocalDate retainUntil,
            @Text(example = "Globex Inc.") String buyer,
            Money total,
            @Text(example = "2026-00001.pdf") String fileName,

            @Text(pattern = SHA256, example = SOME_SHA256) @About("Of its document.")
            String documentSha256) {}
}
