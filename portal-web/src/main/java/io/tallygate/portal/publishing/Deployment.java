package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.Environment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A version of an API that answers in an environment.
/// @param version     `info.version` of its document
/// @param since       when it came to be so
/// @param operations  in the document's order
public record Deployment(
        Environment environment,
        UUID versionId,
        String version,
        String upstream,
        Instant since,
        List<ApiOperation> operations) {
    public Deployment {
        operations = List.copyOf(operations);
    }
}
