package io.tallygate.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// How a call ended.
public enum Outcome {
    /// The client has the upstream's complete answer.
    ANSWERED("answered"),
    /// By the gateway itself; nothing went upstream. Never recorded as usage.
    REFUSED("refused"),
    /// By a policy of its route, which is no refusal; nothing went upstream. Never recorded as usage.
    GATEWAY_ANSWERED("gateway-answered"),
    /// The upstream had the call and broke it off before it answered.
    UPSTREAM_REFUSED("upstream-refused"),
    /// The upstream did not answer, or not to the end, in time.
    UPSTREAM_TIMEOUT("upstream-timeout"),
    /// The upstream broke its answer off.
    UPSTREAM_ABORTED("upstream-aborted"),
    /// The client left before it had the complete answer.
    CLIENT_GONE("client-gone"),
    /// The client's request broke off or could not be read to its end.
    CLIENT_FAILED("client-failed"),
    /// The gateway stopped and could not wait any longer.
    GATEWAY_STOPPED("gateway-stopped");

    private final String text;
    private final byte[] bytes;

    Outcome(String text) {
        this.text = text;
        this.bytes = text.getBytes(US_ASCII);
    }

    public String text() {
        return text;
    }

    /// As usage records carry it. Not to be changed.
    public byte[] bytes() {
        return bytes;
    }
}
