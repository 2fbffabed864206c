package io.tallygate.gateway.observe.tracing;

import io.tallygate.gateway.http.Fields;

/// The list of what those before us have noted (W3C Trace Context, 3.3): nothing of it is ours, so that it goes on as
/// it
/// came, or not at all.
final class TraceState {
    private static final int MOST_MEMBERS = 32;
    private static final int MOST_KEY = 256;
    private static final int MOST_VALUE = 256;

    private TraceState() {}

    /// Whether all fields of that name together are one list as it is to be written.
    static boolean isRight(Fields fields) {
        int members = 0;
        for (int place = fields.find(TraceContext.TRACESTATE);
                place >= 0;
                place = fields.find(TraceContext.TRACESTATE, place + 1)) {
            byte[] text = fields.octets();
            int to = fields.valueTo(place);
            for (int from = fields.valueFrom(place); from <= to; ) {
                int end = from;
                while (end < to && text[end] != ',') {
                    end++;
                }
                int first = from;
                while (first < end && isBlank(text[first])) {
                    first++;
                }
                int last = end;
                while (last > first && isBlank(text[last - 1])) {
                    last--;
                }
                if (last > first && (++members > MOST_MEMBERS || !isMember(text, first, last))) {
                    return false;
                }
                from = end + 1;
            }
        }
        return true;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean isMember(byte[] text, int from, int to) {
        int equals = from;
        while (equals < to && text[equals] != '=') {
            equals++;
        }
        if (equals == to
                || equals == from
                || text[equals - 1] == '@'
                || equals - from > MOST_KEY
                || to - equals - 1 > MOST_VALUE) {
            return false;
        }
        int ats = 0;
        for (int i = from; i < equals; i++) {
            byte octet = text[i];
            ats += octet == '@' ? 1 : 0;
            boolean first = i == from || text[i - 1] == '@';
            boolean letterOrDigit = octet >= 'a' && octet <= 'z' || octet >= '0' && octet <= '9';
            if (first ? !letterOrDigit : !letterOrDigit && "_-*/@".indexOf(octet) < 0) {
                return false;
            }
        }
        for (int i = equals + 1; i < to; i++) {
            if (text[i] < ' ' || text[i] > '~' || text[i] == '=') {
                return false;
            }
        }
        return ats <= 1;
    }
}
