package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The bytes of one call, in ClickHouse's `RowBinary`: encoded once, when the call ends, and carried unchanged
/// from there. Columns of fixed width come first, so that a reader of raw bytes finds them without decoding.
public final class UsageRow {
    private static final String FIRST_COLUMNS =
            "id, tenant, subscription, consumer, application, credential, product, plan_version, api, api_version,"
                    + " route, started_at, ended_at, latency_micros, upstream_micros, request_bytes, response_bytes,"
                    + " configuration_revision, status, billable, ";

    private static final String TEXT_COLUMNS = "environment, operation, method, outcome, gateway_group, instance";

    /// The table's columns in the order of the bytes; names only, ready for an INSERT.
    public static final String COLUMNS =
            FIRST_COLUMNS + "trace, caller, " + TEXT_COLUMNS + ", region, units, attributes";

    /// Those of [RowForm#FORMER_CALL].
    public static final String FORMER_COLUMNS = FIRST_COLUMNS + TEXT_COLUMNS;

    /// Longest text in bytes: its length takes one byte then.
    static final int MAX_TEXT = 127;

    private static final int UUIDS = 11;
    static final int STARTED_AT = UUIDS * 16;
    static final int ENDED_AT = STARTED_AT + 8;
    static final int FORMER_FIXED = ENDED_AT + 8 + 4 + 4 + 8 + 8 + 8 + 2 + 1;
    static final int FORMER_TEXTS = 6;
    static final int FORMER_MIN_BYTES = FORMER_FIXED + FORMER_TEXTS;
    static final int FORMER_MAX_BYTES = FORMER_FIXED + FORMER_TEXTS * (1 + MAX_TEXT);

    static final int FIXED = FORMER_FIXED + 16 + 16;
    static final int TEXTS = 7;
    private static final int UNITS = UsageDraft.MAX_UNITS * (1 + UsageDraft.MAX_NAME + 16);
    private static final int ATTRIBUTES = UsageDraft.MAX_ATTRIBUTES * (1 + UsageDraft.MAX_NAME + 1 + MAX_TEXT);

    static final int MIN_BYTES = FIXED + TEXTS + 2;
    static final int MAX_BYTES = FIXED + TEXTS * (1 + MAX_TEXT) + 2 + UNITS + ATTRIBUTES;

    private final byte[] gatewayGroup;
    private final byte[] instance;
    private final byte[] region;

    /// The texts are the same in every row of a journal.
    UsageRow(String gatewayGroup, String instance, String region) {
        this.gatewayGroup = gatewayGroup.getBytes(UTF_8);
        this.instance = instance.getBytes(UTF_8);
        this.region = region.getBytes(UTF_8);
    }

    /// @param into  at least [#MAX_BYTES] long
    /// @return      how many bytes the row took, from 0
    int encode(UsageDraft draft, byte[] into) {
        RowBytes.uuid(into, 0, draft.idHigh, draft.idLow);
        RowBytes.uuid(into, 16, draft.tenantHigh, draft.tenantLow);
        RowBytes.uuid(into, 32, draft.subscriptionHigh, draft.subscriptionLow);
        RowBytes.uuid(into, 48, draft.consumerHigh, draft.consumerLow);
        RowBytes.uuid(into, 64, draft.applicationHigh, draft.applicationLow);
        RowBytes.uuid(into, 80, draft.credentialHigh, draft.credentialLow);
        RowBytes.uuid(into, 96, draft.productHigh, draft.productLow);
        RowBytes.uuid(into, 112, draft.planVersionHigh, draft.planVersionLow);
        RowBytes.uuid(into, 128, draft.apiHigh, draft.apiLow);
        RowBytes.uuid(into, 144, draft.apiVersionHigh, draft.apiVersionLow);
        RowBytes.uuid(into, 160, draft.routeHigh, draft.routeLow);
        RowBytes.setLong(into, STARTED_AT, draft.startedAtMicros);
        RowBytes.setLong(into, ENDED_AT, draft.endedAtMicros);
        RowBytes.setInt(into, ENDED_AT + 8, RowBytes.unsignedInt(draft.latencyMicros));
        RowBytes.setInt(into, ENDED_AT + 12, RowBytes.unsignedInt(draft.upstreamMicros));
        RowBytes.setLong(into, ENDED_AT + 16, Math.max(0, draft.requestBytes));
        RowBytes.setLong(into, ENDED_AT + 24, Math.max(0, draft.responseBytes));
        RowBytes.setLong(into, ENDED_AT + 32, Math.max(0, draft.configurationRevision));
        RowBytes.setShort(into, ENDED_AT + 40, (short) draft.status);
        into[ENDED_AT + 42] = draft.billable ? (byte) 1 : 0;
        RowBytes.uuid(into, FORMER_FIXED, draft.traceHigh, draft.traceLow);
        RowBytes.ipv6(into, FORMER_FIXED + 16, draft.callerHigh, draft.callerLow);
        int at = FIXED;
        at = RowBytes.shortText(into, at, draft.environment, MAX_TEXT);
        at = RowBytes.shortText(into, at, draft.operation, MAX_TEXT);
        at = RowBytes.shortText(into, at, draft.method, MAX_TEXT);
        at = RowBytes.shortText(into, at, draft.outcome, MAX_TEXT);
        at = RowBytes.shortText(into, at, gatewayGroup, MAX_TEXT);
        at = RowBytes.shortText(into, at, instance, MAX_TEXT);
        at = RowBytes.shortText(into, at, region, MAX_TEXT);
        return draft.encodeMaps(into, at);
    }
}
