package io.tallygate.clickhouse.http;

import java.util.Set;

/// Which HTTP status ClickHouse gives to which of its error codes.
final class Statuses {
    private static final Set<Integer> BAD_REQUEST =
            Set.of(6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 72, 117, 167, 168, 223, 321, 376, 427, 441, 675, 676);
    private static final Set<Integer> FORBIDDEN = Set.of(192, 193, 497, 512, 516);
    private static final Set<Integer> NOT_FOUND = Set.of(46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 336, 511);

    private Statuses() {}

    static int of(int code) {
        if (BAD_REQUEST.contains(code)) {
            return 400;
        }
        if (FORBIDDEN.contains(code)) {
            return 403;
        }
        if (NOT_FOUND.contains(code)) {
            return 404;
        }
        return switch (code) {
            case 48 -> 501; // NOT_IMPLEMENTED
            case 76, 202, 209, 439 ->
                503; // CANNOT_OPEN_FILE, TOO_MANY_SIMULTANEOUS_QUERIES, SOCKET_TIMEOUT, CANNOT_SCHEDULE_TASK
            case 159 -> 408; // TIMEOUT_EXCEEDED
            case 194 -> 401; // REQUIRED_PASSWORD
            default -> 500;
        };
    }
}
