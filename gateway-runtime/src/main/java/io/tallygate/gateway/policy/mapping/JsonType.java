package io.tallygate.gateway.policy.mapping;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import java.util.Locale;

/// What says of a message's body that it is JSON, and what changes with the body.
final class JsonType {
    private static final FieldName CONTENT_MD5 = FieldName.of("Content-MD5");
    private static final FieldName CONTENT_DIGEST = FieldName.of("Content-Digest");
    private static final FieldName DIGEST = FieldName.of("Digest");

    private JsonType() {}

    static boolean isSaidBy(Fields fields) {
        String type = fields.get(FieldName.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        int parameters = type.indexOf(';');
        String media =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json") && media.startsWith("application/");
    }

    /// The body is another one from now on.
    static void put(Fields fields, String type) {
        fields.set(FieldName.CONTENT_TYPE, type);
        fields.remove(FieldName.CONTENT_ENCODING);
        fields.remove(CONTENT_MD5);
        fields.remove(CONTENT_DIGEST);
        fields.remove(DIGEST);
    }
}
