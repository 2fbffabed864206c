package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// How many calls a block of a journal holds, by tenant, hour and instance: what the store is asked about later.
/// Counted
/// from the journal's own bytes, and told with the block's token, so that a block that comes again counts once.
public final class CallCounts {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final int TENANT_AT = 16;
    private static final int INSTANCE = 5; // of the texts, from 0
    private static final int UNIT_BYTES = 16; // a decimal of 128 bits

    private CallCounts() {}

    /// @param hour  its begin, seconds since 1970, by the calls' end
    public record Key(UUID tenant, long hour, String instance) {}

    /// Empty for what is no calls.
    public static Map<Key, Long> of(UsageBlock block) {
        Map<Key, Long> counts = new HashMap<>();
        if (block.form() != RowForm.CALL && block.form() != RowForm.FORMER_CALL) {
            return counts;
        }
        ByteBuffer rows = block.content().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Key last = null;
        long run = 0;
        for (int row = 0; row < block.rows(); row++) {
            int at = rows.position();
            long high = rows.getLong(at + TENANT_AT);
            long low = rows.getLong(at + TENANT_AT + 8);
            long micros = rows.getLong(at + UsageRow.ENDED_AT);
            long hour = Math.floorDiv(micros, HOUR_MICROS) * 3600;
            String instance = skip(rows, block.form());
            boolean same = last != null
                    && last.hour == hour
                    && last.tenant.getMostSignificantBits() == high
                    && last.tenant.getLeastSignificantBits() == low
                    && last.instance.equals(instance);
            if (!same) {
                if (last != null) {
                    counts.merge(last, run, Long::sum);
                }
                last = new Key(new UUID(high, low), hour, instance);
                run = 0;
            }
            run++;
        }
        if (last != null) {
            counts.merge(last, run, Long::sum);
        }
        return counts;
    }

    /// Goes on to the next row.
    /// @return the row's instance
    private static String skip(ByteBuffer rows, RowForm form) {
        boolean former = form == RowForm.FORMER_CALL;
        skip(rows, former ? UsageRow.FORMER_FIXED : UsageRow.FIXED);
        int textColumns = former ? UsageRow.FORMER_TEXTS : UsageRow.TEXTS;
        String instance = "";
        for (int text = 0; text < textColumns; text++) {
            int length = length(rows);
            if (text == INSTANCE) {
                byte[] bytes = new byte[length];
                rows.get(bytes);
                instance = new String(bytes, UTF_8);
            } else {
                skip(rows, length);
            }
        }
        if (!former) {
            for (int units = length(rows); units > 0; units--) {
                skip(rows, length(rows));
                skip(rows, UNIT_BYTES);
            }
            for (int texts = 2 * length(rows); texts > 0; texts--) {
                skip(rows, length(rows));
            }
        }
        return instance;
    }

    /// Its argument is read before the place is asked for, as it must be where a length stands in front of its text.
    private static void skip(ByteBuffer rows, int octets) {
        rows.position(rows.position() + octets);
    }

    /// As LEB128.
    private static int length(ByteBuffer rows) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = rows.get();
            value |= (octet & 0x7F) << shift;
            if (octet >= 0) {
                return value;
            }
        }
    }
}
