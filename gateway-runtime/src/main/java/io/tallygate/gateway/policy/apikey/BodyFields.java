package io.tallygate.gateway.policy.apikey;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The fields of a body, found and taken out without touching its other octets.
interface BodyFields {
    /// @param contentType  null: there is none
    /// @return             null: bodies of this type have no fields that we know
    static @Nullable BodyFields of(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (type.equals("application/x-www-form-urlencoded")) {
            return new FormFields();
        }
        if (type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json")) {
            return new JsonFields();
        }
        String boundary = type.equals("multipart/form-data") ? MultipartFields.boundary(contentType) : null;
        return boundary == null ? null : new MultipartFields(boundary);
    }

    /// @return  every value of that name; empty also when the body is malformed
    List<String> values(byte[] body, String name);

    byte[] without(byte[] body, List<String> names);
}
