package io.tallygate.metering.recording;

/// The bytes of one call.
final class UsageRow {
    static final int MAX_TEXT = 127;

    private UsageRow() {}
}
