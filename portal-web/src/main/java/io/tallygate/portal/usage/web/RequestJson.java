package io.tallygate.portal.usage.web;

import io.tallygate.metering.reading.UsageEvent;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/// A single call as the control API shows it.
final class RequestJson {
    private RequestJson() {}

    static JsonObjectBuilder of(UsageEvent event) {
        return Json.createObjectBuilder()
                .add("id", event.id().toString())
                .add("startedAt", event.startedAt().toString())
                .add("endedAt", event.endedAt().toString())
                .add("environment", event.environment())
                .add("consumer", event.consumer().toString())
                .add("application", event.application().toString())
                .add("credential", event.credential().toString())
                .add("subscription", event.subscription().toString())
                .add("product", event.product().toString())
                .add("planVersion", event.planVersion().toString())
                .add("api", event.api().toString())
                .add("operation", event.operation())
                .add("method", event.method())
                .add("status", event.status())
                .add("outcome", event.outcome())
                .add("billable", event.billable())
                .add("latencyMicros", event.latency().toNanos() / 1000)
                .add("upstreamMicros", event.upstream().toNanos() / 1000)
                .add("requestBytes", event.requestBytes())
                .add("responseBytes", event.responseBytes())
                .add("instance", event.instance());
    }
}
