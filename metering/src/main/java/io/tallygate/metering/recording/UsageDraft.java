package io.tallygate.metering.recording;

import java.util.Arrays;

/// One call while it passes, filled by its connection and encoded straight into the journal. Mutable and used
/// again for the next call: on the hot path nothing is allocated. Identifiers are the two halves of a UUID; zero,
/// the nil UUID, is "absent". Texts are UTF-8 that the configuration has encoded once; the journal does not
/// change them.
public final class UsageDraft {
    /// Units that a call may have, and attributes.
    public static final int MAX_UNITS = 8;

    public static final int MAX_ATTRIBUTES = 8;

    /// Longest name of one, in bytes.
    public static final int MAX_NAME = 63;

    /// Longest value of an attribute, in bytes; what is longer is cut.
    public static final int MAX_VALUE = UsageRow.MAX_TEXT;

    private static final byte[] NO_TEXT = {};

    /// Set by [UsageJournal#nextId].
    public long idHigh, idLow;
    public long tenantHigh, tenantLow;
    public long subscriptionHigh, subscriptionLow;
    public long consumerHigh, consumerLow;
    public long applicationHigh, applicationLow;
    public long credentialHigh, credentialLow;
    public long productHigh, productLow;
    public long planVersionHigh, planVersionLow;
    public long apiHigh, apiLow;
    public long apiVersionHigh, apiVersionLow;
    public long routeHigh, routeLow;

    /// `live` or `test`; at most 127 bytes, like every text here. What is longer is cut.
    public byte[] environment = NO_TEXT;

    public byte[] operation = NO_TEXT;
    public byte[] method = NO_TEXT;

    /// How the call ended: `answered`, `upstream-refused`, `upstream-timeout`, `client-gone`, …
    public byte[] outcome = NO_TEXT;

    public int status;
    public boolean billable;

    /// Microseconds since 1970, UTC.
    public long startedAtMicros, endedAtMicros;

    /// Whole call, and the part of it spent waiting for the upstream; written as unsigned 32 bits (71 minutes),
    /// cut there.
    public long latencyMicros, upstreamMicros;

    /// Bodies as sent, headers excluded.
    public long requestBytes, responseBytes;

    public long configurationRevision;

    /// Of W3C's trace context; zero: none.
    public long traceHigh, traceLow;

    /// The caller's address, cut as the installation says: the octets of an IPv6 address, highest first; zero: not
    /// told.
    public long callerHigh, callerLow;

    private final byte[][] unitNames = new byte[MAX_UNITS][];
    private final long[] unitHigh = new long[MAX_UNITS];
    private final long[] unitLow = new long[MAX_UNITS];
    private int units;
    private final byte[][] attributeNames = new byte[MAX_ATTRIBUTES][];
    private final byte[][] attributeValues = new byte[MAX_ATTRIBUTES][];
    private int attributes;

    /// What the call used of a unit; told again, the last counts.
    /// @param name   at most [#MAX_NAME] bytes; kept as it is
    /// @param value  of the unit
    /// @return       false when the call has as many units as it may
    public boolean unit(byte[] name, UnitAmount value) {
        int at = 0;
        while (at < units && !Arrays.equals(unitNames[at], name)) {
            at++;
        }
        if (at == MAX_UNITS) {
            return false;
        }
        units = Math.max(units, at + 1);
        unitNames[at] = name;
        unitHigh[at] = value.high();
        unitLow[at] = value.low();
        return true;
    }

    public int units() {
        return units;
    }

    /// @param name   at most [#MAX_NAME] bytes; both are kept as they are
    /// @param value  cut behind [#MAX_VALUE] bytes
    /// @return       false when the call has as many attributes as it may
    public boolean attribute(byte[] name, byte[] value) {
        if (attributes == MAX_ATTRIBUTES) {
            return false;
        }
        attributeNames[attributes] = name;
        attributeValues[attributes++] = value;
        return true;
    }

    public int attributes() {
        return attributes;
    }

    /// Units and attributes as two maps.
    /// @return behind them
    int encodeMaps(byte[] into, int from) {
        int at = from;
        into[at++] = (byte) units;
        for (int i = 0; i < units; i++) {
            at = RowBytes.shortText(into, at, unitNames[i], MAX_NAME);
            RowBytes.wide(into, at, unitHigh[i], unitLow[i]);
            at += 16;
        }
        into[at++] = (byte) attributes;
        for (int i = 0; i < attributes; i++) {
            at = RowBytes.shortText(into, at, attributeNames[i], MAX_NAME);
            at = RowBytes.shortText(into, at, attributeValues[i], MAX_VALUE);
        }
        return at;
    }

    /// Forgets the call, so that nothing of it can leak into the next one.
    public void clear() {
        idHigh = idLow = 0;
        tenantHigh = tenantLow = 0;
        subscriptionHigh = subscriptionLow = 0;
        consumerHigh = consumerLow = 0;
        applicationHigh = applicationLow = 0;
        credentialHigh = credentialLow = 0;
        productHigh = productLow = 0;
        planVersionHigh = planVersionLow = 0;
        apiHigh = apiLow = 0;
        apiVersionHigh = apiVersionLow = 0;
        routeHigh = routeLow = 0;
        environment = operation = method = outcome = NO_TEXT;
        status = 0;
        billable = false;
        startedAtMicros = endedAtMicros = 0;
        latencyMicros = upstreamMicros = 0;
        requestBytes = responseBytes = 0;
        configurationRevision = 0;
        traceHigh = traceLow = 0;
        callerHigh = callerLow = 0;
        if ((units | attributes) != 0) {
            units = attributes = 0;
            Arrays.fill(unitNames, null);
            Arrays.fill(attributeNames, null);
            Arrays.fill(attributeValues, null);
        }
    }
}
