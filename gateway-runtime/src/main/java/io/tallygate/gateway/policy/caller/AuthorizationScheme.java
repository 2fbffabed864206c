package io.tallygate.gateway.policy.caller;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import java.util.Locale;

/// The Authorization field of one scheme (RFC 9110, 11.6.2), found and cut without an object being made.
public final class AuthorizationScheme {
    public static final AuthorizationScheme BASIC = new AuthorizationScheme("Basic");
    public static final AuthorizationScheme BEARER = new AuthorizationScheme("Bearer");

    /// In lower case, and a blank.
    private final byte[] scheme;

    private AuthorizationScheme(String name) {
        scheme = (name.toLowerCase(Locale.ROOT) + " ").getBytes(US_ASCII);
    }

    /// @return  the place of Authorization when it is of this scheme; -1: it is not
    public int find(Fields fields) {
        int place = fields.find(FieldName.AUTHORIZATION);
        if (place < 0 || fields.valueTo(place) - fields.valueFrom(place) < scheme.length) {
            return -1;
        }
        for (int i = 0; i < scheme.length; i++) {
            if ((fields.octets()[fields.valueFrom(place) + i] | 0x20) != scheme[i]) {
                return -1;
            }
        }
        return place;
    }

    /// @param place  as [#find] gives it
    /// @return       where what follows the scheme begins, in the octets of the fields
    public int behind(Fields fields, int place) {
        int from = fields.valueFrom(place) + scheme.length;
        while (from < fields.valueTo(place) && fields.octets()[from] == ' ') {
            from++;
        }
        return from;
    }
}
