package io.tallygate.metering.reading;

import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// One call as readers of the store see it. Two events with the same `id` are one event. Ids that were absent are
/// the nil UUID.
/// @param id             instance, boot and sequence; unique for ever, a retry keeps it; also the call's
///         `X-Request-Id`
/// @param endedAt        when the response was complete, UTC
/// @param latency        whole call at the gateway; `upstream` is the part of it spent waiting for the upstream
/// @param requestBytes   body as sent, headers excluded; `responseBytes` likewise
/// @param configurationRevision  of the configuration that the call was answered under
public record UsageEvent(
        UUID id,
        TenantId tenant,
        String environment,
        SubscriptionId subscription,
        UUID consumer,
        UUID application,
        UUID credential,
        UUID product,
        UUID planVersion,
        UUID api,
        UUID apiVersion,
        UUID route,
        String operation,
        String method,
        int status,
        String outcome,
        boolean billable,
        Instant startedAt,
        Instant endedAt,
        Duration latency,
        Duration upstream,
        long requestBytes,
        long responseBytes,
        String gatewayGroup,
        String instance,
        long configurationRevision) {}
