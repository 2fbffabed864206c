package io.tallygate.gateway.policy.apikey;

import static io.tallygate.gateway.policy.caller.AuthorizationScheme.BEARER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.CallerPolicy;
import io.tallygate.gateway.policy.caller.Opens;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the key of a call in one of the places where it may stand, and the credential that it is.
public final class ApiKeyCheck implements CallerCheck {
    private static final Verdict UNKNOWN = new Verdict.Reject(Problems.UNKNOWN_API_KEY);

    private final KeyPlaces places;
    private final String challenge;

    ApiKeyCheck(KeyPlaces places, String realm) {
        this.places = places;
        this.challenge = (places.bearer() ? "Bearer" : "ApiKey") + " realm=\"" + realm + "\"";
    }

    /// As a route asks for it without more words.
    /// @param queryParameter  null: keys in the query are not looked at
    public static Policy usual(String realm, @Nullable String queryParameter) {
        KeyPlaces places =
                queryParameter == null ? KeyPlaces.usual() : KeyPlaces.usual().withQuery(List.of(queryParameter));
        return new CallerPolicy(List.of(new ApiKeyCheck(places, realm)), null);
    }

    @Override
    public @Nullable Verdict check(Exchange call) {
        Fields fields = call.request().fields();
        for (FieldName header : places.headers()) {
            int place = fields.find(header);
            if (place >= 0 && fields.valueTo(place) > fields.valueFrom(place)) {
                return fields.find(header, place + 1) >= 0
                        ? UNKNOWN
                        : judge(call, fields.octets(), fields.valueFrom(place), fields.valueTo(place));
            }
        }
        int bearer = places.bearer() ? bearer(fields) : -1;
        if (bearer >= 0) {
            return fields.find(FieldName.AUTHORIZATION, bearer + 1) >= 0
                    ? UNKNOWN
                    : judge(call, fields.octets(), BEARER.behind(fields, bearer), fields.valueTo(bearer));
        }
        Verdict verdict = places.query() ? inQuery(call) : null;
        return verdict == null && places.bodyBytes() > 0 ? inBody(call) : verdict;
    }

    private @Nullable Verdict inQuery(Exchange call) {
        String query = call.request().query();
        if (query == null) {
            return null;
        }
        for (String name : places.names()) {
            String key = QueryParameter.first(query, name);
            if (key != null && !key.isEmpty()) {
                Verdict verdict = QueryParameter.isRepeated(query, name) ? UNKNOWN : judge(call, key);
                if (places.hide() && verdict instanceof Verdict.Continue) {
                    hideInQuery(call);
                }
                return verdict;
            }
        }
        return null;
    }

    private @Nullable Verdict inBody(Exchange call) {
        if (!call.request().hasBody()) {
            return null;
        }
        BodyFields form = BodyFields.of(call.request().header(FieldName.CONTENT_TYPE));
        if (form == null) {
            return null;
        }
        byte[] body = call.body();
        if (body == null) {
            call.wantBody(places.bodyBytes());
            return Verdict.AWAIT;
        }
        for (String name : places.names()) {
            List<String> keys = form.values(body, name);
            if (!keys.isEmpty() && !keys.getFirst().isEmpty()) {
                Verdict verdict = keys.size() > 1 ? UNKNOWN : judge(call, keys.getFirst());
                if (places.hide() && verdict instanceof Verdict.Continue) {
                    call.body(form.without(body, places.names()));
                }
                return verdict;
            }
        }
        return null;
    }

    private static Verdict judge(Exchange call, String key) {
        byte[] text = key.getBytes(ISO_8859_1);
        return judge(call, text, 0, text.length);
    }

    private static Verdict judge(Exchange call, byte[] text, int from, int to) {
        byte[] hash = KeyHash.of(text, from, to);
        Credential credential =
                hash == null ? null : call.consumers().credentials().find(hash, CredentialKind.API_KEY);
        return credential == null || !Opens.to(credential, call) ? UNKNOWN : Opens.known(call, credential);
    }

    /// @return  the place of Authorization when it holds a bearer token; -1: it does not, or the token is a JSON Web
    /// Token: no key has a dot, and another policy may look at it
    private static int bearer(Fields fields) {
        int place = BEARER.find(fields);
        for (int i = place < 0 ? 0 : BEARER.behind(fields, place); place >= 0 && i < fields.valueTo(place); i++) {
            if (fields.octets()[i] == '.') {
                return -1;
            }
        }
        return place;
    }

    @Override
    public Problem missing() {
        return Problems.MISSING_API_KEY;
    }

    @Override
    public String challenge() {
        return challenge;
    }

    /// Where keys are looked for in headers alone, clients put them elsewhere by mistake.
    @Override
    public Set<String> secretParameters() {
        return Set.copyOf(places.names());
    }

    /// From every place that could have held a key: an upstream must not see one that was not looked at either.
    @Override
    public void hide(Exchange call) {
        if (!places.hide()) {
            return;
        }
        Fields fields = call.request().fields();
        for (FieldName header : places.headers()) {
            fields.remove(header);
        }
        if (places.bearer() && bearer(fields) >= 0) {
            fields.remove(FieldName.AUTHORIZATION);
        }
    }

    private void hideInQuery(Exchange call) {
        for (String name : places.names()) {
            call.upstreamQuery(QueryParameter.without(call.upstreamQuery(), name));
        }
    }
}
