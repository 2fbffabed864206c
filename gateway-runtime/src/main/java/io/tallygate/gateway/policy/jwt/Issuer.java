package io.tallygate.gateway.policy.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose tokens are accepted, and what they must say.
/// @param types           `typ`, in lower case; empty: any
/// @param audiences       one of them must be in `aud`; empty: it is not looked at
/// @param clientClaim     names the application; null: none is looked for
/// @param clientRequired  a token whose application is not known is refused
/// @param scopeClaim      a text of scopes with blanks between them, or a list
/// @param scopes          all must be there
/// @param claims          names and the values that they must have, or hold
/// @param leeway          seconds by which clocks may differ
record Issuer(
        String name,
        Keys keys,
        Set<Algorithm> algorithms,
        Set<String> types,
        Set<String> audiences,
        @Nullable String clientClaim,
        boolean clientRequired,
        String scopeClaim,
        Set<String> scopes,
        Map<String, String> claims,
        long leeway) {

    Issuer {
        algorithms = Set.copyOf(algorithms);
        types = Set.copyOf(types);
        audiences = Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    boolean takes(Token token) {
        return algorithms.contains(token.algorithm())
                && (types.isEmpty() || token.type() != null && types.contains(token.type()));
    }

    /// Whether the claims are those of a token for us, times aside.
    boolean takes(JsonNode payload) {
        if (!name.equals(payload.path("iss").textValue())) {
            return false;
        }
        if (!audiences.isEmpty() && audiences.stream().noneMatch(audience -> has(payload.path("aud"), audience))) {
            return false;
        }
        return claims.entrySet().stream().allMatch(claim -> has(payload.path(claim.getKey()), claim.getValue()));
    }

    /// A claim may be one text or a list of them (RFC 7519, 4.1.3).
    private static boolean has(JsonNode claim, String value) {
        if (claim.isArray()) {
            for (JsonNode each : claim) {
                if (each.isTextual() && each.asText().equals(value)) {
                    return true;
                }
            }
            return false;
        }
        return claim.isValueNode() && !claim.isNull() && claim.asText().equals(value);
    }

    Set<String> scopesOf(JsonNode payload) {
        JsonNode claim = payload.path(scopeClaim);
        Set<String> scopes = new HashSet<>();
        if (claim.isTextual()) {
            scopes.addAll(List.of(claim.asText().split(" ")));
        } else if (claim.isArray()) {
            claim.forEach(each -> {
                if (each.isTextual()) {
                    scopes.add(each.asText());
                }
            });
        }
        scopes.remove("");
        return scopes;
    }

    @Nullable
    String clientOf(JsonNode payload) {
        return clientClaim == null ? null : payload.path(clientClaim).textValue();
    }
}
