package io.tallygate.gateway.observe.tracing;

import java.net.URI;
import java.util.Map;

/// @param endpoint     where spans go by OTLP over HTTP, its path included: `http://collector:4318/v1/traces`
/// @param headers      that go with them, of a collector that asks who sends; never logged
/// @param ratio        of the traces that begin here, from 0 to 1
/// @param believesAll  whether anybody's decision that a call is told of is followed, or only that of trusted proxies:
///                     then a stranger cannot fill the collector
public record TracingSettings(URI endpoint, Map<String, String> headers, double ratio, boolean believesAll) {
    public TracingSettings {
        headers = Map.copyOf(headers);
        if (ratio < 0 || ratio > 1) {
            throw new IllegalArgumentException("a ratio is from 0 to 1");
        }
    }

    @Override
    public String toString() {
        return "traces to " + endpoint.getHost() + ", " + ratio + " of them";
    }
}
