package io.tallygate.cli.command;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// Times as they are typed.
final class Times {
    private Times() {}

    /// @param text  RFC 3339, or a date: its first moment in the time zone
    /// @return      RFC 3339, UTC
    static String of(String text, String zone) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneId.of(zone))
                        .toInstant()
                        .toString();
            }
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException malformed) {
            throw new WrongUsage("Not a date (2026-11-01) or a time as in RFC 3339, or not a time zone: " + text);
        }
    }
}
