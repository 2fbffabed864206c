package io.tallygate.gateway.policy.apikey;

import io.tallygate.gateway.http.FieldName;
import java.util.List;

/// Where a key may stand.
/// @param names      of the header, the query parameter or the field of a body
/// @param headers    the names as headers; empty: keys in headers are not looked at
/// @param bearer     also as a bearer token in Authorization
/// @param query      also in the query
/// @param bodyBytes  of a body that is looked at; 0: none is
/// @param hide       whether keys are taken off before a call goes upstream
public record KeyPlaces(
        List<String> names, List<FieldName> headers, boolean bearer, boolean query, int bodyBytes, boolean hide) {
    static final String USUAL_NAME = "X-API-Key";

    public KeyPlaces {
        names = List.copyOf(names);
        headers = List.copyOf(headers);
    }

    /// In `X-API-Key`, or as a bearer token.
    public static KeyPlaces usual() {
        return new KeyPlaces(List.of(USUAL_NAME), List.of(FieldName.of(USUAL_NAME)), true, false, 0, true);
    }

    /// Of these names too, in the query.
    KeyPlaces withQuery(List<String> parameters) {
        return new KeyPlaces(parameters, headers, bearer, true, bodyBytes, hide);
    }
}
