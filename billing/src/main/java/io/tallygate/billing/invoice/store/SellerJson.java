package io.tallygate.billing.invoice.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.billing.invoice.SellerDetails;
import org.jspecify.annotations.Nullable;

/// What a document says of its seller, as the store keeps it: what is not told is left out.
final class SellerJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SellerJson() {}

    static String write(SellerDetails details) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "vatId", details.vatId());
        put(json, "taxNumber", details.taxNumber());
        put(json, "email", details.email());
        put(json, "iban", details.iban());
        put(json, "bic", details.bic());
        return json.toString();
    }

    static SellerDetails read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new SellerDetails(
                    get(json, "vatId"),
                    get(json, "taxNumber"),
                    get(json, "email"),
                    get(json, "iban"),
                    get(json, "bic"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a seller that cannot be read", e);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String get(JsonNode json, String name) {
        return json.path(name).isTextual() ? json.path(name).asText() : null;
    }
}
