package io.tallygate.billing.payment.banktransfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.util.Currency;

/// Reads a bank's file, whatever of the known kinds it is. Pure: the same bytes give the same statement.
public final class StatementReader {
    /// Largest file.
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    /// Most entries of one file.
    public static final int MAX_ENTRIES = 20_000;

    private StatementReader() {}

    /// @param file      its bytes, in whatever encoding it says or shows
    /// @param currency  of rows that name none
    /// @throws StatementRefused  for what cannot be read without guessing; nothing of the file is taken then
    public static Statement read(byte[] file, Currency currency) {
        if (file.length > MAX_BYTES) {
            throw new StatementRefused(Reason.TOO_LARGE, "at most " + MAX_BYTES + " bytes");
        }
        String start = new String(file, 0, Math.min(file.length, 64), ISO_8859_1)
                .replaceAll("[\\x00\\xEF\\xBB\\xBF\\xFE\\xFF\\s]", "");
        if (start.isEmpty()) {
            throw new StatementRefused(Reason.EMPTY, "nothing in it");
        }
        return start.startsWith("<") ? new CamtReader(file).read() : CsvStatement.read(file, currency);
    }

    static String cut(String text) {
        String one = text.strip().replaceAll("\\s+", " ");
        return one.length() <= StatementEntry.MAX_TEXT ? one : one.substring(0, StatementEntry.MAX_TEXT);
    }
}
