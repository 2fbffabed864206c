package io.tallygate.metering.clickhouse;

import java.util.Set;

/// ClickHouse did not do what it was asked. The message is for logs, never for a consumer's eyes.
public abstract sealed class ClickHouseFailure extends Exception {
    private final int code;

    private ClickHouseFailure(String message, Throwable cause) {
        super(message, cause);
        this.code = 0;
    }

    private ClickHouseFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /// ClickHouse's number of the error; 0 when it said none.
    public int code() {
        return code;
    }

    /// Whether one question was more than a question may be: in rows, bytes, or memory.
    public boolean isTooMuch() {
        return TOO_MUCH.contains(code);
    }

    /// It was not reached, did not answer in time, or says that it cannot now.
    public static final class Unavailable extends ClickHouseFailure {
        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }

        Unavailable(int code, String message) {
            super(code, message);
        }

        Unavailable(String message) {
            super(0, message);
        }
    }

    /// It understood and says that the statement or the data is wrong: the same again will not succeed.
    public static final class Refused extends ClickHouseFailure {
        Refused(int code, String message) {
            super(code, message);
        }
    }

    private static final Set<Integer> TOO_MUCH = Set.of(158, 241, 307, 396);

    /// Data that cannot be parsed, names that do not exist, types that do not fit. Everything else (memory, disk,
    /// too many parts, a replica that is read-only, rights that an operator may still grant) may pass.
    private static final Set<Integer> FINAL_CODES = Set.of(
            6, 7, 8, 10, 16, 26, 27, 33, 36, 38, 41, 43, 44, 46, 47, 50, 53, 60, 62, 69, 70, 72, 81, 115, 117, 131,
            456);

    static ClickHouseFailure of(int code, String message) {
        return FINAL_CODES.contains(code) ? new Refused(code, message) : new Unavailable(code, message);
    }
}
