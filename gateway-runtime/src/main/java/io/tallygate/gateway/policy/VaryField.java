package io.tallygate.gateway.policy;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;

/// `Vary`: what of the request an answer depends on.
public final class VaryField {
    private static final FieldName VARY = FieldName.of("Vary");

    private VaryField() {}

    /// Unless it is said already.
    /// @param name  of a request's field
    public static void add(Fields answer, String name) {
        for (int place = answer.find(VARY); place >= 0; place = answer.find(VARY, place + 1)) {
            for (String said : answer.valueAt(place).split(",", -1)) {
                if (said.strip().equals("*") || said.strip().equalsIgnoreCase(name)) {
                    return;
                }
            }
        }
        answer.add(VARY, name);
    }
}
