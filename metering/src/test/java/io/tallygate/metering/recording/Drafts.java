package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Calls to record, different in what matters to the test.
public final class Drafts {
    private static final byte[] LIVE = "live".getBytes(UTF_8);
    private static final byte[] GET = "GET".getBytes(UTF_8);
    private static final byte[] ANSWERED = "answered".getBytes(UTF_8);
    private static final byte[] OPERATION = "getForecast".getBytes(UTF_8);

    private Drafts() {}

    /// A billable call of tenant 1 and the given subscription that ended at a moment.
    public static void fill(UsageDraft draft, long subscription, long endedAtMicros) {
        draft.clear();
        draft.tenantLow = 1;
        draft.subscriptionLow = subscription;
        draft.consumerLow = 3;
        draft.applicationLow = 4;
        draft.apiLow = 5;
        draft.routeLow = 6;
        draft.environment = LIVE;
        draft.operation = OPERATION;
        draft.method = GET;
        draft.outcome = ANSWERED;
        draft.status = 200;
        draft.billable = true;
        draft.startedAtMicros = endedAtMicros - 1_500;
        draft.endedAtMicros = endedAtMicros;
        draft.latencyMicros = 1_500;
        draft.upstreamMicros = 1_200;
        draft.requestBytes = 10;
        draft.responseBytes = 1_000;
        draft.configurationRevision = 7;
    }

    public static long nowMicros() {
        return System.currentTimeMillis() * 1_000;
    }
}
