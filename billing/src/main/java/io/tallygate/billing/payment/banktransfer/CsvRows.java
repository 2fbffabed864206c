package io.tallygate.billing.payment.banktransfer;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/// Rows of a CSV file (RFC 4180) with any delimiter. Banks write UTF-8 or, still, windows-1252.
final class CsvRows {
    /// Most columns of a row.
    static final int MAX_COLUMNS = 100;

    private CsvRows() {}

    static String text(byte[] file) {
        if (file.length >= 2 && (file[0] & 0xFF) == 0xFE && (file[1] & 0xFF) == 0xFF) {
            return new String(file, 2, file.length - 2, UTF_16BE);
        }
        if (file.length >= 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xFE) {
            return new String(file, 2, file.length - 2, UTF_16LE);
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(file, Charset.forName("windows-1252"));
        }
    }

    /// Rows without an empty one.
    /// @throws StatementRefused  for a quote that is never closed, and beyond the bounds
    static List<List<String>> of(String text, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    append(field, c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    append(field, c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.toString().isBlank()) {
                field.setLength(0);
                quoted = true;
            } else if (c == delimiter) {
                end(row, field);
            } else if (c == '\n') {
                end(row, field);
                end(rows, row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                append(field, c);
            }
        }
        if (quoted) {
            throw new StatementRefused(Reason.MALFORMED, "a quote that is never closed");
        }
        end(row, field);
        end(rows, row);
        return rows;
    }

    private static void append(StringBuilder field, char c) {
        if (field.length() >= CamtReader.MAX_TEXT) {
            throw new StatementRefused(Reason.MALFORMED, "a text of more than " + CamtReader.MAX_TEXT + " characters");
        }
        field.append(c);
    }

    private static void end(List<String> row, StringBuilder field) {
        if (row.size() == MAX_COLUMNS) {
            throw new StatementRefused(Reason.MALFORMED, "a row of more than " + MAX_COLUMNS + " columns");
        }
        row.add(field.toString().strip());
        field.setLength(0);
    }

    private static void end(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.getFirst().isEmpty()) {
            if (rows.size() > StatementReader.MAX_ENTRIES + CsvStatement.MAX_ROWS_BEFORE) {
                throw new StatementRefused(Reason.TOO_MANY_ENTRIES, "at most " + StatementReader.MAX_ENTRIES);
            }
            rows.add(row);
        }
    }
}
