package io.tallygate.gateway.observe.tracing;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;

/// One call's place in a trace: W3C Trace Context, levels 1 and 2. Used again for another call; makes no object.
///
/// A `traceparent` that is not exactly as it is written there, or is there twice, is as none: what came is taken off
/// together with its `tracestate`. A `tracestate` alone means nothing and is taken off too, and so is one that is
/// malformed, whose `traceparent` stays.
public final class TraceContext {
    public static final FieldName TRACEPARENT = FieldName.of("traceparent");
    public static final FieldName TRACESTATE = FieldName.of("tracestate");

    private static final int SAMPLED = 1;
    private static final int RANDOM = 2;
    private static final int LENGTH = 55;

    private long traceHigh;
    private long traceLow;
    private long parent;
    private int flags;
    private boolean malformed;

    public void clear() {
        traceHigh = traceLow = parent = 0;
        flags = 0;
        malformed = false;
    }

    /// Whether the call belongs to a trace.
    public boolean isThere() {
        return (traceHigh | traceLow) != 0;
    }

    /// Whether there was a `traceparent` that could not be read.
    public boolean wasMalformed() {
        return malformed;
    }

    public long traceHigh() {
        return traceHigh;
    }

    public long traceLow() {
        return traceLow;
    }

    /// The span of whoever called; 0: the trace begins here.
    public long parent() {
        return parent;
    }

    /// Whether whoever called tells of this call.
    public boolean isSampled() {
        return (flags & SAMPLED) != 0;
    }

    void sampled(boolean isSampled) {
        flags = isSampled ? flags | SAMPLED : flags & ~SAMPLED;
    }

    /// Begins a trace.
    public void begin(long high, long low) {
        traceHigh = high;
        traceLow = low;
        parent = 0;
        flags = RANDOM;
    }

    /// Reads what the client sent, and takes off what must not go on.
    public void read(Fields fields) {
        int place = fields.find(TRACEPARENT);
        if (place >= 0) {
            boolean right = fields.find(TRACEPARENT, place + 1) < 0 && parse(fields, place);
            if (right) {
                if (!TraceState.isRight(fields)) {
                    fields.remove(TRACESTATE);
                }
                return;
            }
            clear();
            malformed = true;
            fields.remove(TRACEPARENT);
        }
        fields.remove(TRACESTATE);
    }

    private boolean parse(Fields fields, int place) {
        byte[] text = fields.octets();
        int from = fields.valueFrom(place);
        int length = fields.valueTo(place) - from;
        if (length < LENGTH || text[from + 2] != '-' || text[from + 35] != '-' || text[from + 52] != '-') {
            return false;
        }
        long version = hex(text, from, 2);
        if (version < 0 || version == 0xff) {
            return false;
        }
        // a later version may have more behind what this one has
        if (length > LENGTH && (version == 0 || text[from + LENGTH] != '-')) {
            return false;
        }
        if (!isHex(text, from + 3, 32) || !isHex(text, from + 36, 16) || !isHex(text, from + 53, 2)) {
            return false;
        }
        traceHigh = hex(text, from + 3, 16);
        traceLow = hex(text, from + 19, 16);
        parent = hex(text, from + 36, 16);
        flags = (int) hex(text, from + 53, 2) & (SAMPLED | RANDOM);
        return isThere() && parent != 0;
    }

    private static boolean isHex(byte[] text, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (digit(text[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Capital letters are none (2.2.2).
    private static int digit(byte octet) {
        return octet >= '0' && octet <= '9' ? octet - '0' : octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
    }

    /// @return  negative when two digits are none
    private static long hex(byte[] text, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = digit(text[i]);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// Says the next one whose call this is.
    /// @param span  of ours
    public void put(Fields fields, long span) {
        fields.remove(TRACEPARENT);
        fields.begin(TRACEPARENT)
                .text(VERSION)
                .hex(traceHigh)
                .hex(traceLow)
                .text(DASH)
                .hex(span)
                .text(FLAGS[flags & 3])
                .end();
    }

    private static final byte[] VERSION = {'0', '0', '-'};
    private static final byte[] DASH = {'-'};
    private static final byte[][] FLAGS = {{'-', '0', '0'}, {'-', '0', '1'}, {'-', '0', '2'}, {'-', '0', '3'}};
}
