package io.tallygate.gateway.http;

import java.util.List;
import java.util.Locale;

/// What a reader made of a message.
/// @param first   method and target, or the status
/// @param fields  in order, without Transfer-Encoding
record Reading(String first, List<String> fields, String body) {
    Reading {
        // Netty takes its spelling for its own matter
        fields = fields.stream()
                .filter(field -> !field.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"))
                .toList();
    }

    static List<String> fieldsOf(Fields fields) {
        List<String> texts = new java.util.ArrayList<>();
        for (int place = 0; place < fields.places(); place++) {
            texts.add(fields.nameAt(place) + ": " + fields.valueAt(place));
        }
        return texts;
    }
}
