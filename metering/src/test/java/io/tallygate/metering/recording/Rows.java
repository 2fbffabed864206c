package io.tallygate.metering.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Reads the bytes of a block back, by the form that ClickHouse documents and not by the code that wrote them.
final class Rows {
    record Row(UUID id, long endedAtMicros, int bytes) {}

    private Rows() {}

    static List<Row> of(ByteBuffer content) {
        return of(RowForm.CALL, content);
    }

    static List<Row> of(RowForm form, ByteBuffer content) {
        ByteBuffer bytes = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Row> rows = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            UUID id = new UUID(bytes.getLong(), bytes.getLong());
            bytes.position(start + 11 * 16 + 8);
            long endedAt = bytes.getLong();
            bytes.position(bytes.position() + 4 + 4 + 8 + 8 + 8 + 2 + 1);
            boolean isFormer = form == RowForm.FORMER_CALL;
            bytes.position(bytes.position() + (isFormer ? 0 : 16 + 16));
            for (int text = 0; text < (isFormer ? 6 : 7); text++) {
                skipText(bytes);
            }
            for (int unit = isFormer ? 0 : bytes.get(); unit > 0; unit--) {
                skipText(bytes);
                bytes.position(bytes.position() + 16);
            }
            for (int text = isFormer ? 0 : 2 * bytes.get(); text > 0; text--) {
                skipText(bytes);
            }
            rows.add(new Row(id, endedAt, bytes.position() - start));
        }
        return rows;
    }

    private static void skipText(ByteBuffer bytes) {
        int length = bytes.get();
        bytes.position(bytes.position() + length);
    }
}
