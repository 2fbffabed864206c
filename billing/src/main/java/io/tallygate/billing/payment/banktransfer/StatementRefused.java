package io.tallygate.billing.payment.banktransfer;

/// A file that is no statement, or one that nobody should trust. Nothing of it was taken.
public final class StatementRefused extends RuntimeException {
    private final Reason reason;
    private final String detail;

    public enum Reason {
        EMPTY,
        TOO_LARGE,
        TOO_MANY_ENTRIES,
        /// Neither XML of a known kind nor rows with known columns.
        UNKNOWN_FORMAT,
        /// Broken, or with parts that no statement has, such as a document type.
        MALFORMED,
        /// An amount, a currency or a date that cannot be read without guessing.
        UNREADABLE_VALUE;

        /// As the API writes it.
        public String slug() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// @param detail  where; never a stretch of the file
    public StatementRefused(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    public Reason reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }
}
