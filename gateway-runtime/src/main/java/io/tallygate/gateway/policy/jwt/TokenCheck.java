package io.tallygate.gateway.policy.jwt;

import static io.tallygate.gateway.policy.caller.AuthorizationScheme.BEARER;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialHash;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.CalledRoute;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.policy.WantedClaims;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.Opens;
import io.tallygate.gateway.policy.caller.TextHash;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the token of a call.
final class TokenCheck implements CallerCheck {
    private static final int MAX_TOKEN = 16 << 10;
    private static final Slot<VerifiedToken> VERIFIED = new Slot<>(VerifiedToken.class);
    private static final Verdict INVALID = new Verdict.Reject(Problems.INVALID_TOKEN);
    private static final Verdict UNKNOWN_CLIENT = new Verdict.Reject(Problems.UNKNOWN_CLIENT);
    private static final Verdict NO_SCOPE = new Verdict.Reject(Problems.INSUFFICIENT_SCOPE);
    private static final Verdict NO_KEYS = new Verdict.Reject(Problems.KEYS_UNAVAILABLE);

    private final List<Issuer> issuers;
    private final Map<String, FieldName> upstream;
    private final boolean hides;
    private final String challenge;
    private final WantedClaims wanted;
    private final VerifiedTokens verified = new VerifiedTokens();

    /// @param upstream  claims, and the fields in which they go there
    /// @param wanted    claims that other policies of the route look at
    TokenCheck(
            List<Issuer> issuers, Map<String, FieldName> upstream, boolean hides, String realm, WantedClaims wanted) {
        this.wanted = wanted;
        wanted.areChecked();
        this.issuers = List.copyOf(issuers);
        this.upstream = Map.copyOf(upstream);
        this.hides = hides;
        this.challenge = "Bearer realm=\"" + realm + "\"";
    }

    @Override
    public @Nullable Verdict check(Exchange call) {
        Fields fields = call.request().fields();
        int place = BEARER.find(fields);
        if (place < 0) {
            return null;
        }
        int from = BEARER.behind(fields, place);
        int to = fields.valueTo(place);
        if (fields.find(FieldName.AUTHORIZATION, place + 1) >= 0 || to - from > MAX_TOKEN) {
            return INVALID;
        }
        byte[] hash = TextHash.of(fields.octets(), from, to);
        VerifiedToken known = verified.find(hash);
        if (known == null || known.issuer().keys().now() != known.keys()) {
            Token token = Token.parse(fields.octets(), from, to);
            JsonNode payload = token == null ? null : Token.json(token.payload());
            Issuer issuer = token == null || payload == null ? null : issuerOf(token, payload);
            if (token == null || payload == null || issuer == null) {
                return INVALID;
            }
            KeySet keys = issuer.keys().now();
            Boolean right = keys == null ? null : keys.verifies(token, token.keyId());
            if (right == null) { // a key that is not known here
                return issuer.keys().awaitNewer(call) ? Verdict.AWAIT : keys == null ? NO_KEYS : INVALID;
            }
            known = right && keys != null ? verified(hash, issuer, keys, payload, call.route()) : null;
            if (known == null) {
                return INVALID;
            }
            verified.keep(known);
        }
        return judge(call, known);
    }

    private @Nullable Issuer issuerOf(Token token, JsonNode payload) {
        for (Issuer issuer : issuers) {
            if (issuer.takes(token) && issuer.takes(payload)) {
                return issuer;
            }
        }
        return null;
    }

    /// @return  null when its times are none
    private @Nullable VerifiedToken verified(
            byte[] hash, Issuer issuer, KeySet keys, JsonNode payload, CalledRoute route) {
        if (!isTime(payload, "exp", true) || !isTime(payload, "nbf", false) || !isTime(payload, "iat", false)) {
            return null;
        }
        long from = Math.max(payload.path("nbf").asLong(0), payload.path("iat").asLong(0)) - issuer.leeway();
        String client = issuer.clientOf(payload);
        return new VerifiedToken(
                VerifiedToken.word(hash, 0),
                VerifiedToken.word(hash, 1),
                VerifiedToken.word(hash, 2),
                VerifiedToken.word(hash, 3),
                issuer,
                keys,
                from,
                payload.path("exp").asLong() + issuer.leeway(),
                client == null
                        ? null
                        : CredentialHash.ofToken(route.tenant(), route.environment(), issuer.name(), client),
                Set.copyOf(issuer.scopesOf(payload)),
                claims(payload, upstream.keySet()),
                claims(payload, wanted.names()));
    }

    /// Those of them that are a text, a number or a truth.
    private static Map<String, String> claims(JsonNode payload, Set<String> names) {
        Map<String, String> claims = new HashMap<>();
        for (String name : names) {
            JsonNode value = payload.path(name);
            if (value.isValueNode() && !value.isNull()) {
                claims.put(name, value.asText());
            }
        }
        return Map.copyOf(claims);
    }

    /// Seconds since 1970, perhaps with a fraction (RFC 7519, 2).
    private static boolean isTime(JsonNode payload, String claim, boolean required) {
        JsonNode time = payload.path(claim);
        return time.isMissingNode() ? !required : time.isNumber() && time.asDouble() >= 0 && time.asDouble() < 1e11;
    }

    private Verdict judge(Exchange call, VerifiedToken token) {
        if (!token.isValid(call.startedAtMillis() / 1000)) {
            return INVALID;
        }
        if (!token.scopes().containsAll(token.issuer().scopes())) {
            return NO_SCOPE;
        }
        call.slot(VERIFIED, token);
        call.claims(token.claims());
        Issuer issuer = token.issuer();
        if (issuer.clientClaim() == null) {
            call.callerOf(CredentialKind.JWT, token.scopes());
            return Verdict.CONTINUE;
        }
        byte[] hash = token.clientHash();
        Credential credential =
                hash == null ? null : call.consumers().credentials().find(hash, CredentialKind.JWT);
        if (credential != null && Opens.to(credential, call)) {
            return Opens.known(call, credential, both(token.scopes(), credential.scopes()));
        }
        if (issuer.clientRequired()) {
            return UNKNOWN_CLIENT;
        }
        call.callerOf(CredentialKind.JWT, token.scopes());
        return Verdict.CONTINUE;
    }

    private static Set<String> both(Set<String> some, Set<String> more) {
        if (more.isEmpty()) {
            return some;
        }
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    @Override
    public Problem missing() {
        return Problems.MISSING_TOKEN;
    }

    @Override
    public String challenge() {
        return challenge;
    }

    @Override
    public void hide(Exchange call) {
        Fields fields = call.request().fields();
        VerifiedToken token = call.slot(VERIFIED);
        upstream.forEach((claim, name) -> {
            removeEverySpelling(fields, name.toString());
            String value = token == null ? null : token.upstream().get(claim);
            if (value != null && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                fields.add(name, value);
            }
        });
        if (hides && BEARER.find(fields) >= 0) {
            fields.remove(FieldName.AUTHORIZATION);
        }
    }

    /// Also those that another reader might take for the same: `_` for `-`.
    private static void removeEverySpelling(Fields fields, String name) {
        for (int place = 0; place < fields.places(); place++) {
            if (fields.isThere(place) && fields.nameAt(place).replace('_', '-').equalsIgnoreCase(name)) {
                fields.removeAt(place);
            }
        }
    }
}
