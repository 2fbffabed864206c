package io.tallygate.cli.accesslog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as servers write them: `10/Oct/2000:13:55:36 -0700`, RFC 3339, or seconds since 1970 with or without a
/// fraction, or milliseconds.
final class LoggedTime {
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private LoggedTime() {}

    static Instant parse(String text) {
        try {
            if (text.indexOf('/') > 0) {
                return OffsetDateTime.parse(text, COMMON).toInstant();
            }
            if (text.matches("[0-9]{9,10}(\\.[0-9]{1,9})?")) {
                return Instant.ofEpochSecond(
                        0, new BigDecimal(text).multiply(NANOS).longValueExact());
            }
            if (text.matches("[0-9]{13}")) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return OffsetDateTime.parse(text.indexOf(' ') > 0 ? text.replace(' ', 'T') : text)
                    .toInstant();
        } catch (DateTimeException malformed) {
            throw new BadLine("no time that is one: " + BadLine.shown(text));
        }
    }
}
