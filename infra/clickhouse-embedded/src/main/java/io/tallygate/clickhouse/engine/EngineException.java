package io.tallygate.clickhouse.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the engine says about a statement it will not or cannot run, in ClickHouse's own words and numbers.
public final class EngineException extends Exception {
    public static final int BAD_ARGUMENTS = 36;
    public static final int NOT_IMPLEMENTED = 48;
    public static final int SYNTAX_ERROR = 62;
    public static final int INCORRECT_DATA = 117;
    public static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;
    public static final int QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING = 216;
    public static final int QUERY_WAS_CANCELLED = 394;
    public static final int AUTHENTICATION_FAILED = 516;
    public static final int UNKNOWN_EXCEPTION = 1002;

    private static final Pattern CODE = Pattern.compile("\\bCode: (\\d{1,9})\\.");

    private final int code;

    private EngineException(int code, String text) {
        super(text);
        this.code = code;
    }

    /// @param text  as the engine reports it: `Code: 60. DB::Exception: … (UNKNOWN_TABLE)`
    public static EngineException reported(String text) {
        Matcher code = CODE.matcher(text);
        return code.find()
                ? new EngineException(Integer.parseInt(code.group(1)), text)
                : of(UNKNOWN_EXCEPTION, text, "UNKNOWN_EXCEPTION");
    }

    /// Our own refusal, in the engine's form.
    public static EngineException of(int code, String message, String name) {
        return new EngineException(code, "Code: " + code + ". DB::Exception: " + message + ". (" + name + ")");
    }

    public int code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
