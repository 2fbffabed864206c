package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;

/// What of a call decides where it goes when equal calls shall go to the same target. Read without an object
/// being made.
public sealed interface HashKey {
    /// @return  0 when the call has none
    long of(RequestHead head, String clientAddress);

    /// The first value of a field.
    record Header(FieldName name) implements HashKey {
        @Override
        public long of(RequestHead head, String clientAddress) {
            Fields fields = head.fields();
            int place = fields.find(name);
            return place < 0 ? 0 : hash(fields.octets(), fields.valueFrom(place), fields.valueTo(place));
        }
    }

    /// A cookie's value.
    record Cookie(String name) implements HashKey {
        @Override
        public long of(RequestHead head, String clientAddress) {
            Fields fields = head.fields();
            for (int place = fields.find(FieldName.COOKIE); place >= 0; ) {
                byte[] octets = fields.octets();
                int to = fields.valueTo(place);
                for (int from = fields.valueFrom(place); from < to; ) {
                    while (from < to && octets[from] == ' ') {
                        from++;
                    }
                    int end = from;
                    while (end < to && octets[end] != ';') {
                        end++;
                    }
                    if (isNamed(octets, from, end)) {
                        return hash(octets, from + name.length() + 1, end);
                    }
                    from = end + 1;
                }
                place = fields.find(FieldName.COOKIE, place + 1);
            }
            return 0;
        }

        private boolean isNamed(byte[] octets, int from, int end) {
            if (end - from <= name.length() || octets[from + name.length()] != '=') {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (octets[from + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// Where the call comes from.
    record Address() implements HashKey {
        @Override
        public long of(RequestHead head, String clientAddress) {
            return hash(clientAddress);
        }
    }

    /// FNV-1a, mixed; never 0.
    static long hash(byte[] octets, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ octets[i] & 0xff) * 0x100000001b3L;
        }
        return mixed(hash) | 1;
    }

    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash) | 1;
    }

    static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
