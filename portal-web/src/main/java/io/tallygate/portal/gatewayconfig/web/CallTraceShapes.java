package io.tallygate.portal.gatewayconfig.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Call traces as the control API has them.
final class CallTraceShapes {
    private CallTraceShapes() {}

    record NewCallTrace(
            @About("Of the tenant's; calls to any of its routes when it is left out.") @Nullable
            UUID route,

            @Whole(least = 1, most = CallTracesResource.MOST_MINUTES)
            @About("How long it lasts; 5 when it is left out.")
            @Nullable
            Integer minutes) {}

    @About("What lets its bearer see what calls go through.")
    record CallTrace(
            @About("As the audit log names it.") UUID id,

            @Text(example = "X-Tallygate-Trace") @About("The header that the token goes in, and the answer comes in.")
            String header,

            @Text(pattern = "^tgt_[0-9A-Za-z_-]{119}$", example = TOKEN)
            String token,

            Instant expiresAt,
            @Nullable UUID route) {}

    private static final String TOKEN =
            "tgt_AQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAACAAAAAGklZ4AAAAAAAAAAAAAAAAAAAAAD"
                    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}
