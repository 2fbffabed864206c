package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/// The bytes of an event that nobody can count as it is, in `RowBinary`: what came, and why it cannot be counted.
public final class DeadLetterRow {
    /// The table's columns in the order of the bytes.
    public static final String COLUMNS =
            "tenant, id, credential, received_at, environment, reason, detail, original," + " gateway_group, instance";

    static final int RECEIVED_AT = 3 * 16;
    private static final int FIXED = RECEIVED_AT + 8;
    private static final int TEXTS = 6;
    private static final int MAX_DETAIL = 1_000;
    static final int MIN_BYTES = FIXED + TEXTS;
    static final int MAX_BYTES = FIXED + 2 * EventRow.MAX_EVENT + TEXTS * 5 + 4 * UsageRow.MAX_TEXT + MAX_DETAIL;

    private DeadLetterRow() {}

    /// @param reason    in one word
    /// @param detail    for people
    /// @param original  what came
    public record Values(
            UUID tenant,
            UUID id,
            UUID credential,
            long receivedAt,
            String environment,
            String reason,
            String detail,
            byte[] original) {}

    static byte[] encode(Values values, String gatewayGroup, String instance) {
        byte[] detail = values.detail.getBytes(UTF_8);
        byte[] shown = detail.length <= MAX_DETAIL
                ? detail
                : java.util.Arrays.copyOf(detail, RowBytes.cut(detail, MAX_DETAIL));
        byte[][] texts = {
            values.environment.getBytes(UTF_8),
            values.reason.getBytes(UTF_8),
            shown,
            values.original,
            gatewayGroup.getBytes(UTF_8),
            instance.getBytes(UTF_8)
        };
        byte[] row = new byte[FIXED + EventRow.length(texts)];
        EventRow.uuid(row, 0, values.tenant);
        EventRow.uuid(row, 16, values.id);
        EventRow.uuid(row, 32, values.credential);
        RowBytes.setLong(row, RECEIVED_AT, values.receivedAt);
        EventRow.put(texts, row, FIXED);
        return row;
    }
}
