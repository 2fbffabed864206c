package io.tallygate.metering.recording;

/// What a record's bytes are. Written beside its length, so that a journal may hold rows of several forms, those of
/// an earlier version among them: each goes to the store with the columns that it has.
public enum RowForm {
    /// A call as versions before the region wrote it.
    FORMER_CALL(0, UsageRow.FORMER_MIN_BYTES, UsageRow.FORMER_MAX_BYTES, UsageRow.ENDED_AT),
    /// A call: [UsageRow#COLUMNS].
    CALL(1, UsageRow.MIN_BYTES, UsageRow.MAX_BYTES, UsageRow.ENDED_AT),
    /// What a back end told: [EventRow#COLUMNS].
    EVENT(2, EventRow.MIN_BYTES, EventRow.MAX_BYTES, EventRow.RECEIVED_AT),
    /// What a back end told and nobody can count: [DeadLetterRow#COLUMNS].
    DEAD_LETTER(3, DeadLetterRow.MIN_BYTES, DeadLetterRow.MAX_BYTES, DeadLetterRow.RECEIVED_AT);

    private static final RowForm[] ALL = values();

    final int code;
    final int minBytes;
    final int maxBytes;

    /// Where in the row the moment stands up to which an instance says that it is complete: microseconds since
    /// 1970.
    final int momentAt;

    RowForm(int code, int minBytes, int maxBytes, int momentAt) {
        this.code = code;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
        this.momentAt = momentAt;
    }

    static boolean isKnown(int code) {
        return code >= 0 && code < ALL.length;
    }

    static RowForm of(int code) {
        return ALL[code];
    }

    static int count() {
        return ALL.length;
    }

    boolean mayBe(int bytes) {
        return bytes >= minBytes && bytes <= maxBytes;
    }
}
