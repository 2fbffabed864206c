package io.tallygate.portal.audit;

/// Every limit of the audit log, by name.
public final class AuditLimits {
    /// Refused attempts that are recorded of a tenant's own people in one minute; more are counted in one record.
    public static final int REFUSALS_A_MINUTE = 300;

    /// As [#REFUSALS_A_MINUTE], for people who have no place at the tenant: they cannot drown out the others.
    public static final int STRANGERS_REFUSALS_A_MINUTE = 60;

    /// Characters of one value; a longer one is recorded as its length and hash.
    public static final int LONGEST_VALUE = 4_000;

    /// Characters of all values of one record; what is changed beyond it is named without its values.
    public static final int LARGEST_RECORD = 1 << 20;

    /// What one record names; beyond it there is only a count.
    public static final int MOST_TARGETS = 10_000;

    /// Findings that one verification names; the rest is counted.
    public static final int MOST_FINDINGS = 100;

    /// Checkpoints of a chain, newest first, whose signatures one verification checks.
    public static final int CHECKPOINTS_CHECKED = 1_000;

    /// Records that an export or a verification has in memory.
    public static final int RECORDS_AT_ONCE = 1_000;

    /// Verifications and exports of one portal at the same moment, each; one more is asked to come again.
    public static final int READS_AT_ONCE = 2;

    /// Characters of a name, an address or an action.
    static final int LONGEST_NAME = 254;

    /// Bytes of the anchor file; one that is larger is written anew with the newest anchors of each chain only.
    static final long LARGEST_ANCHORS = 16L << 20;

    private AuditLimits() {}
}
