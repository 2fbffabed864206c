package io.tallygate.metering.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// Blocks without a journal, for tests of what is behind the wall.
public final class Blocks {
    private Blocks() {}

    public static UsageBlock of(String token, List<UsageDraft> drafts) {
        UsageRow rows = new UsageRow("shared", "0123456789ab", "north");
        byte[] row = new byte[UsageRow.MAX_BYTES];
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (UsageDraft draft : drafts) {
            content.write(row, 0, rows.encode(draft, row));
        }
        return new UsageBlock(RowForm.CALL, token, drafts.size(), ByteBuffer.wrap(content.toByteArray()));
    }
}
