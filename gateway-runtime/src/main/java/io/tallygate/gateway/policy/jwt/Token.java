package io.tallygate.gateway.policy.jwt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSHeader;
import java.io.IOException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A token in the compact form (RFC 7515, 7.1), taken apart but not believed yet. Base64url is read strictly: one
/// spelling a token, no padding, no characters that are passed over.
/// @param header     as the library wants it
/// @param type       `typ` in lower case, without `application/`; null: it says none
/// @param keyId      null: it names none
/// @param payload    octets of whatever is signed
/// @param signed     what the signature covers
record Token(
        JWSHeader header,
        Algorithm algorithm,
        @Nullable String type,
        @Nullable String keyId,
        byte[] payload,
        byte[] signed,
        byte[] signature) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonParser.Feature.USE_FAST_DOUBLE_PARSER)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /// What changes the meaning of a token, and is not understood here.
    private static final Set<String> NOT_UNDERSTOOD = Set.of("crit", "b64", "enc", "zip");

    /// @return  null when this is no signed token, or one with an algorithm that nobody should use
    static @Nullable Token parse(byte[] text, int from, int to) {
        int first = dot(text, from, to);
        int second = first < 0 ? -1 : dot(text, first + 1, to);
        if (second < 0 || dot(text, second + 1, to) >= 0) {
            return null;
        }
        byte[] head = decoded(text, from, first);
        byte[] payload = decoded(text, first + 1, second);
        byte[] signature = decoded(text, second + 1, to);
        if (head == null || payload == null || signature == null || signature.length == 0) {
            return null;
        }
        try {
            JsonNode json = json(head);
            if (json == null || NOT_UNDERSTOOD.stream().anyMatch(json::has)) {
                return null;
            }
            Algorithm algorithm = Algorithm.of(json.path("alg").asText());
            if (algorithm == null || !isTextOrAbsent(json, "kid") || !isTextOrAbsent(json, "typ")) {
                return null;
            }
            // the library gets what it needs and nothing of the sender's: it parses no header of a stranger
            JWSHeader header = JWSHeader.parse("{\"alg\":\"" + algorithm.name() + "\"}");
            return new Token(
                    header,
                    algorithm,
                    TokenType.normal(json.path("typ").textValue()),
                    json.path("kid").textValue(),
                    payload,
                    Arrays.copyOfRange(text, from, second),
                    signature);
        } catch (ParseException impossible) {
            throw new IllegalStateException("a header of our own", impossible);
        }
    }

    private static boolean isTextOrAbsent(JsonNode json, String name) {
        return !json.has(name) || json.path(name).isTextual();
    }

    /// @return  null when this is no JSON object, or has a name twice
    static @Nullable JsonNode json(byte[] text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json != null && json.isObject() ? json : null;
        } catch (IOException malformed) {
            return null;
        }
    }

    private static int dot(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    private static byte @Nullable [] decoded(byte[] text, int from, int to) {
        byte[] part = Arrays.copyOfRange(text, from, to);
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            // a decoder passes over the bits behind the last octet, and takes padding that has no place here
            return Arrays.equals(Base64.getUrlEncoder().withoutPadding().encode(decoded), part) ? decoded : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
