package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The bytes of an event that a tenant's back end told, in `RowBinary`.
public final class EventRow {
    /// The table's columns in the order of the bytes.
    public static final String COLUMNS = "tenant, key, credential, subscription, occurred_at, received_at,"
            + " environment, source, id, type, subject, data, gateway_group, instance";

    /// Of `source`, `id` and `subject` together with the data: what a whole event may have.
    public static final int MAX_EVENT = 64 << 10;

    static final int RECEIVED_AT = 4 * 16 + 8;
    private static final int FIXED = RECEIVED_AT + 8;
    private static final int TEXTS = 8;
    static final int MIN_BYTES = FIXED + TEXTS;
    /// What is written anew may be longer than what came: `1E+3` for `1e3`.
    static final int MAX_BYTES = FIXED + 2 * MAX_EVENT + TEXTS * 5 + 2 * UsageRow.MAX_TEXT;

    private EventRow() {}

    /// @param key         unique for ever among the tenant's: [#key]
    /// @param occurredAt  microseconds since 1970
    /// @param data        JSON
    public record Values(
            UUID tenant,
            UUID key,
            UUID credential,
            UUID subscription,
            long occurredAt,
            long receivedAt,
            String environment,
            String source,
            String id,
            String type,
            String subject,
            byte[] data) {}

    /// What makes an event this one and no other: its environment, source and id, each behind its length, so that
    /// no two are alike when they stand behind each other.
    public static UUID key(String environment, String source, String id) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String each : new String[] {environment, source, id}) {
                byte[] text = each.getBytes(UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(text.length).array());
                digest.update(text);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] encode(Values values, String gatewayGroup, String instance) {
        byte[][] texts = {
            values.environment.getBytes(UTF_8),
            values.source.getBytes(UTF_8),
            values.id.getBytes(UTF_8),
            values.type.getBytes(UTF_8),
            values.subject.getBytes(UTF_8),
            values.data,
            gatewayGroup.getBytes(UTF_8),
            instance.getBytes(UTF_8)
        };
        byte[] row = new byte[FIXED + length(texts)];
        uuid(row, 0, values.tenant);
        uuid(row, 16, values.key);
        uuid(row, 32, values.credential);
        uuid(row, 48, values.subscription);
        RowBytes.setLong(row, 64, values.occurredAt);
        RowBytes.setLong(row, RECEIVED_AT, values.receivedAt);
        put(texts, row, FIXED);
        return row;
    }

    static void uuid(byte[] row, int at, UUID id) {
        RowBytes.uuid(row, at, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static int length(byte[][] texts) {
        int length = 0;
        for (byte[] text : texts) {
            length += text.length + 1;
            for (int rest = text.length >>> 7; rest > 0; rest >>>= 7) {
                length++;
            }
        }
        return length;
    }

    static void put(byte[][] texts, byte[] row, int from) {
        int at = from;
        for (byte[] text : texts) {
            at = RowBytes.text(row, at, text, text.length);
        }
    }
}
