package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.Figures;

/// `X-ClickHouse-Summary`: a JSON object whose numbers are strings.
final class Summary {
    private Summary() {}

    static String of(Figures figures, long elapsedNanos) {
        return "{\"read_rows\":\"" + figures.readRows() + "\",\"read_bytes\":\"" + figures.readBytes()
                + "\",\"written_rows\":\"" + figures.writtenRows() + "\",\"written_bytes\":\"" + figures.writtenBytes()
                + "\",\"total_rows_to_read\":\"0\",\"result_rows\":\"" + figures.resultRows()
                + "\",\"result_bytes\":\"" + figures.resultBytes() + "\",\"elapsed_ns\":\"" + elapsedNanos + "\"}";
    }
}
