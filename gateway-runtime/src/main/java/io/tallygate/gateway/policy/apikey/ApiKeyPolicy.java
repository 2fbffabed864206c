package io.tallygate.gateway.policy.apikey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.metering.recording.UsageDraft;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The key comes in `X-API-Key`, as a bearer token in `Authorization`, or in the query parameter that the route names;
/// the first of these that is there counts. Wherever it came from, it is taken off before the call goes upstream.
/// Unknown, expired, revoked and malformed keys, and those of another tenant or environment, are refused alike.
public final class ApiKeyPolicy implements Policy {
    private static final FieldName X_API_KEY = FieldName.of("X-API-Key");
    private static final FieldName WWW_AUTHENTICATE = FieldName.of("WWW-Authenticate");
    private static final byte[] BEARER = "bearer ".getBytes(US_ASCII);

    private final UUID tenant;
    private final String environment;
    private final UUID api;
    private final @Nullable String queryParameter;
    private final String challenge;

    /// @param realm           shown to who has no key
    /// @param queryParameter  null: keys in the query are not looked at
    public ApiKeyPolicy(UUID tenant, String environment, UUID api, @Nullable String queryParameter, String realm) {
        this.tenant = tenant;
        this.environment = environment;
        this.api = api;
        this.queryParameter = queryParameter;
        this.challenge = "Bearer realm=\"" + realm + "\"";
    }

    @Override
    public Verdict check(Exchange call) {
        if (call.subscription() != null) {
            return Verdict.CONTINUE; // looked at again because a limit's last unit was taken meanwhile
        }
        Fields fields = call.request().fields();
        int place = fields.find(X_API_KEY);
        if (place >= 0 && fields.find(X_API_KEY, place + 1) >= 0) {
            return unauthorized(call, Problems.UNKNOWN_API_KEY);
        }
        byte[] hash;
        if (place >= 0) {
            hash = KeyHash.of(fields.octets(), fields.valueFrom(place), fields.valueTo(place));
        } else if ((place = bearer(fields)) >= 0) {
            hash = KeyHash.of(fields.octets(), behindBearer(fields, place), fields.valueTo(place));
        } else {
            String key = queryParameter == null ? null : QueryParameter.first(call.upstreamQuery(), queryParameter);
            if (key == null) {
                return unauthorized(call, Problems.MISSING_API_KEY);
            }
            byte[] text = key.getBytes(ISO_8859_1);
            hash = KeyHash.of(text, 0, text.length);
        }
        Credential credential =
                hash == null ? null : call.consumers().credentials().find(hash);
        if (credential == null || !credential.opens(tenant, environment, call.startedAtMillis())) {
            return unauthorized(call, Problems.UNKNOWN_API_KEY);
        }
        note(call.usage(), credential);
        Subscription subscription =
                call.consumers().covering(credential.application(), tenant, environment, api, call.startedAtMillis());
        if (subscription == null) {
            return new Verdict.Reject(Problems.NO_SUBSCRIPTION);
        }
        call.subscription(subscription);
        note(call.usage(), subscription);
        takeOff(call);
        return Verdict.CONTINUE;
    }

    /// @return  the place of Authorization when it holds a bearer token; -1: it does not
    private static int bearer(Fields fields) {
        int place = fields.find(FieldName.AUTHORIZATION);
        if (place < 0 || fields.valueTo(place) - fields.valueFrom(place) < BEARER.length) {
            return -1;
        }
        for (int i = 0; i < BEARER.length; i++) {
            if ((fields.octets()[fields.valueFrom(place) + i] | 0x20) != BEARER[i]) {
                return -1;
            }
        }
        return place;
    }

    private static int behindBearer(Fields fields, int place) {
        int from = fields.valueFrom(place) + BEARER.length;
        while (from < fields.valueTo(place) && fields.octets()[from] == ' ') {
            from++;
        }
        return from;
    }

    private Verdict unauthorized(Exchange call, Problem problem) {
        call.answerFields().add(WWW_AUTHENTICATE, challenge);
        return new Verdict.Reject(problem);
    }

    private static void note(UsageDraft usage, Credential credential) {
        usage.credentialHigh = credential.id().getMostSignificantBits();
        usage.credentialLow = credential.id().getLeastSignificantBits();
        usage.applicationHigh = credential.application().getMostSignificantBits();
        usage.applicationLow = credential.application().getLeastSignificantBits();
        usage.consumerHigh = credential.consumer().getMostSignificantBits();
        usage.consumerLow = credential.consumer().getLeastSignificantBits();
    }

    private static void note(UsageDraft usage, Subscription subscription) {
        usage.subscriptionHigh = subscription.id().getMostSignificantBits();
        usage.subscriptionLow = subscription.id().getLeastSignificantBits();
        usage.productHigh = subscription.product().getMostSignificantBits();
        usage.productLow = subscription.product().getLeastSignificantBits();
        usage.planVersionHigh = subscription.plan().version().getMostSignificantBits();
        usage.planVersionLow = subscription.plan().version().getLeastSignificantBits();
    }

    /// From every place that could have held a key: an upstream must not see one that was not looked at either.
    private void takeOff(Exchange call) {
        Fields fields = call.request().fields();
        fields.remove(X_API_KEY);
        if (bearer(fields) >= 0) {
            fields.remove(FieldName.AUTHORIZATION);
        }
        if (queryParameter != null) {
            call.upstreamQuery(QueryParameter.without(call.upstreamQuery(), queryParameter));
        }
    }
}
