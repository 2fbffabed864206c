package io.tallygate.portal.identity.brokering;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.WrongInput;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;

/// Reads an OpenID Connect discovery document (OpenID Connect Discovery 1.0).
final class OidcDiscovery {
    static final String PATH = "/.well-known/openid-configuration";

    private OidcDiscovery() {}

    /// @param address  where the document was: what it says of itself must fit (section 4.3)
    /// @param pointer  of the member that a refusal is told at
    static ProviderSettings.Oidc read(String text, String address, String pointer) {
        JsonObject document;
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            document = reader.readObject();
        } catch (JsonException | ClassCastException notJson) {
            throw new WrongInput(pointer, because("What is at this address is no JSON object."));
        }
        String issuer = text(document, "issuer", pointer);
        if (!(issuer.replaceFirst("/$", "") + PATH).equals(address)) {
            throw new WrongInput(
                    pointer, because("The document names another issuer than the address it was found at."));
        }
        if (!takesCode(document)) {
            throw new WrongInput(pointer, because("This provider does not offer the authorization code flow."));
        }
        return new ProviderSettings.Oidc(
                issuer,
                text(document, "authorization_endpoint", pointer),
                text(document, "token_endpoint", pointer),
                text(document, "jwks_uri", pointer));
    }

    private static String text(JsonObject document, String member, String pointer) {
        String text = document.getString(member, "");
        if (text.isEmpty() || text.contains("${")) {
            throw new WrongInput(pointer, because("The document has no usable {0}.", member));
        }
        return text;
    }

    private static boolean takesCode(JsonObject document) {
        JsonValue types = document.get("response_types_supported");
        return types == null
                || types.getValueType() != JsonValue.ValueType.ARRAY
                || types.asJsonArray().stream().map(JsonValue::toString).anyMatch(List.of("\"code\"")::contains);
    }
}
