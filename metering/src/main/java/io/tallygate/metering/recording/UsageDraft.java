package io.tallygate.metering.recording;

/// One call while it passes, filled by its connection and encoded straight into the journal. Mutable and used
/// again for the next call: on the hot path nothing is allocated. Identifiers are the two halves of a UUID; zero,
/// the nil UUID, is "absent". Texts are UTF-8 that the configuration has encoded once; the journal does not
/// change them.
public final class UsageDraft {
    private static final byte[] NO_TEXT = {};

    /// Set by [UsageJournal#nextId].
    public long idHigh, idLow;
    public long tenantHigh, tenantLow;
    public long subscriptionHigh, subscriptionLow;
    public long consumerHigh, consumerLow;
    public long applicationHigh, applicationLow;
    public long credentialHigh, credentialLow;
    public long productHigh, productLow;
    public long planVersionHigh, planVersionLow;
    public long apiHigh, apiLow;
    public long apiVersionHigh, apiVersionLow;
    public long routeHigh, routeLow;

    /// `live` or `test`; at most 127 bytes, like every text here. What is longer is cut.
    public byte[] environment = NO_TEXT;

    public byte[] operation = NO_TEXT;
    public byte[] method = NO_TEXT;

    /// How the call ended: `answered`, `upstream-refused`, `upstream-timeout`, `client-gone`, …
    public byte[] outcome = NO_TEXT;

    public int status;
    public boolean billable;

    /// Microseconds since 1970, UTC.
    public long startedAtMicros, endedAtMicros;

    /// Whole call, and the part of it spent waiting for the upstream; written as unsigned 32 bits (71 minutes),
    /// cut there.
    public long latencyMicros, upstreamMicros;

    /// Bodies as sent, headers excluded.
    public long requestBytes, responseBytes;

    public long configurationRevision;

    /// Forgets the call, so that nothing of it can leak into the next one.
    public void clear() {
        idHigh = idLow = 0;
        tenantHigh = tenantLow = 0;
        subscriptionHigh = subscriptionLow = 0;
        consumerHigh = consumerLow = 0;
        applicationHigh = applicationLow = 0;
        credentialHigh = credentialLow = 0;
        productHigh = productLow = 0;
        planVersionHigh = planVersionLow = 0;
        apiHigh = apiLow = 0;
        apiVersionHigh = apiVersionLow = 0;
        routeHigh = routeLow = 0;
        environment = operation = method = outcome = NO_TEXT;
        status = 0;
        billable = false;
        startedAtMicros = endedAtMicros = 0;
        latencyMicros = upstreamMicros = 0;
        requestBytes = responseBytes = 0;
        configurationRevision = 0;
    }
}
