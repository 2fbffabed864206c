package io.tallygate.clickhouse.engine;

/// What a statement has read, written and returned so far.
/// @param readRows     from storage
/// @param readBytes    from storage, uncompressed
/// @param writtenRows  into tables, those behind materialized views included
/// @param resultBytes  in the engine's own form, before any output format
public record Figures(
        long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows, long resultBytes) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

    Figures plus(Figures more) {
        return new Figures(
                readRows + more.readRows,
                readBytes + more.readBytes,
                writtenRows + more.writtenRows,
                writtenBytes + more.writtenBytes,
                resultRows + more.resultRows,
                resultBytes + more.resultBytes);
    }
}
