package io.tallygate.gateway.events;

import io.tallygate.gateway.consumer.CredentialIndex;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.caller.TextHash;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Who tells events: whoever shows a credential for it, as a bearer token or in X-API-Key.
/// @param credential  null: nobody who may
/// @param problem     why not
record EventCaller(
        @Nullable EventCredential credential, @Nullable Problem problem) {
    private static final FieldName X_API_KEY = FieldName.of("X-API-Key");
    private static final byte[] BEARER = {'b', 'e', 'a', 'r', 'e', 'r', ' '};
    private static final int LONGEST = 256;

    static EventCaller of(Fields fields, EventRules rules, CredentialIndex others, long nowMillis) {
        int place = fields.find(X_API_KEY);
        boolean isKey = place >= 0;
        if (!isKey) {
            place = fields.find(FieldName.AUTHORIZATION);
        }
        if (place < 0) {
            return new EventCaller(null, Problems.MISSING_EVENT_CREDENTIAL);
        }
        byte[] octets = fields.octets();
        int from = fields.valueFrom(place);
        int to = fields.valueTo(place);
        if (!isKey) {
            from = behindBearer(octets, from, to);
        }
        if (from < 0 || from >= to || to - from > LONGEST) {
            return new EventCaller(null, Problems.UNKNOWN_EVENT_CREDENTIAL);
        }
        byte[] hash = TextHash.of(octets, from, to);
        EventCredential found = rules.credential(HexFormat.of().formatHex(hash));
        if (found != null && nowMillis < found.notAfter()) {
            return new EventCaller(found, null);
        }
        boolean isAnother = found == null && others.find(hash) != null;
        return new EventCaller(null, isAnother ? Problems.NO_EVENT_CREDENTIAL : Problems.UNKNOWN_EVENT_CREDENTIAL);
    }

    private static int behindBearer(byte[] octets, int from, int to) {
        if (to - from <= BEARER.length) {
            return -1;
        }
        for (int i = 0; i < BEARER.length; i++) {
            byte octet = octets[from + i];
            if ((octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet) != BEARER[i]) {
                return -1;
            }
        }
        int at = from + BEARER.length;
        while (at < to && octets[at] == ' ') {
            at++;
        }
        return at;
    }
}
