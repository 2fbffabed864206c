package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JSON object in one line that carries its proof: its last members are `key` (the thumbprint), `publicKey` and
/// `signature`. Signed is the text to the byte, up to the signature: whoever reformats it breaks it.
public final class SignedJson {
    private static final String FORM = "tallygate signed document 1";
    private static final Pattern SHAPE = Pattern.compile("(\\{.*\\S),\"signature\":\"([0-9a-f]{128})\"}\n?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private SignedJson() {}

    /// @param object  JSON in one line with at least one member; none is called as the three above
    public static String signed(String object, SigningKey key) {
        if (!object.startsWith("{") || !object.endsWith("}") || object.contains("\n")) {
            throw new IllegalArgumentException("not an object in one line");
        }
        String statement = object.substring(0, object.length() - 1) + ",\"key\":\"" + key.id() + "\",\"publicKey\":\""
                + key.x() + "\"";
        return statement + ",\"signature\":\"" + key.sign(bytes(statement)) + "\"}\n";
    }

    /// @param x  the public key, as in a JSON Web Key's member `x`
    /// @return   empty unless it is to the byte what was signed with that key
    public static Optional<JsonNode> verified(String text, String x) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches() || !SigningKey.signed(x, bytes(parts.group(1)), parts.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String statement) {
        return Canonical.bytes(FORM, new String(statement.getBytes(UTF_8), UTF_8));
    }
}
