package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The bytes of one call, in ClickHouse's `RowBinary`: encoded once, when the call ends, and carried unchanged
/// from there. Columns of fixed width come first, so that a reader of raw bytes finds them without decoding.
public final class UsageRow {
    /// The table's columns in the order of the bytes; names only, ready for an INSERT.
    public static final String COLUMNS =
            "id, tenant, subscription, consumer, application, credential, product, plan_version, api, api_version,"
                + " route, started_at, ended_at, latency_micros, upstream_micros, request_bytes, response_bytes,"
                + " configuration_revision, status, billable, environment, operation, method, outcome, gateway_group,"
                + " instance";

    /// Longest text in bytes: its length takes one byte then.
    static final int MAX_TEXT = 127;

    private static final int UUIDS = 11;
    static final int STARTED_AT = UUIDS * 16;
    static final int ENDED_AT = STARTED_AT + 8;
    private static final int FIXED = ENDED_AT + 8 + 4 + 4 + 8 + 8 + 8 + 2 + 1;
    private static final int TEXTS = 6;

    static final int MIN_BYTES = FIXED + TEXTS;
    static final int MAX_BYTES = FIXED + TEXTS * (1 + MAX_TEXT);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] gatewayGroup;
    private final byte[] instance;

    /// The two texts are the same in every row of a journal.
    UsageRow(String gatewayGroup, String instance) {
        this.gatewayGroup = gatewayGroup.getBytes(UTF_8);
        this.instance = instance.getBytes(UTF_8);
    }

    /// @param into  at least [#MAX_BYTES] long
    /// @return      how many bytes the row took, from 0
    int encode(UsageDraft draft, byte[] into) {
        uuid(into, 0, draft.idHigh, draft.idLow);
        uuid(into, 16, draft.tenantHigh, draft.tenantLow);
        uuid(into, 32, draft.subscriptionHigh, draft.subscriptionLow);
        uuid(into, 48, draft.consumerHigh, draft.consumerLow);
        uuid(into, 64, draft.applicationHigh, draft.applicationLow);
        uuid(into, 80, draft.credentialHigh, draft.credentialLow);
        uuid(into, 96, draft.productHigh, draft.productLow);
        uuid(into, 112, draft.planVersionHigh, draft.planVersionLow);
        uuid(into, 128, draft.apiHigh, draft.apiLow);
        uuid(into, 144, draft.apiVersionHigh, draft.apiVersionLow);
        uuid(into, 160, draft.routeHigh, draft.routeLow);
        LONG.set(into, STARTED_AT, draft.startedAtMicros);
        LONG.set(into, ENDED_AT, draft.endedAtMicros);
        INT.set(into, ENDED_AT + 8, unsignedInt(draft.latencyMicros));
        INT.set(into, ENDED_AT + 12, unsignedInt(draft.upstreamMicros));
        LONG.set(into, ENDED_AT + 16, Math.max(0, draft.requestBytes));
        LONG.set(into, ENDED_AT + 24, Math.max(0, draft.responseBytes));
        LONG.set(into, ENDED_AT + 32, Math.max(0, draft.configurationRevision));
        SHORT.set(into, ENDED_AT + 40, (short) draft.status);
        into[ENDED_AT + 42] = draft.billable ? (byte) 1 : 0;
        int at = FIXED;
        at = text(into, at, draft.environment);
        at = text(into, at, draft.operation);
        at = text(into, at, draft.method);
        at = text(into, at, draft.outcome);
        at = text(into, at, gatewayGroup);
        return text(into, at, instance);
    }

    static void setEndedAt(byte[] row, long micros) {
        LONG.set(row, ENDED_AT, micros);
    }

    private static void uuid(byte[] into, int at, long high, long low) {
        LONG.set(into, at, high);
        LONG.set(into, at + 8, low);
    }

    private static int unsignedInt(long value) {
        return (int) Math.clamp(value, 0L, 0xFFFF_FFFFL);
    }

    private static int text(byte[] into, int at, byte[] text) {
        int length = text.length;
        if (length > MAX_TEXT) {
            length = MAX_TEXT;
            while (length > 0 && (text[length] & 0xC0) == 0x80) {
                length--; // never half a character
            }
        }
        into[at] = (byte) length;
        System.arraycopy(text, 0, into, at + 1, length);
        return at + 1 + length;
    }
}
