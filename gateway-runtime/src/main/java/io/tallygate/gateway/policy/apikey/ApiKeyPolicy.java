package io.tallygate.gateway.policy.apikey;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.RequestHead;
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
    private static final AsciiString X_API_KEY = AsciiString.cached("x-api-key");
    private static final String BEARER = "Bearer ";

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
        RequestHead request = call.request();
        String key = request.header(X_API_KEY);
        if (key == null) {
            key = bearer(request.header(HttpHeaderNames.AUTHORIZATION));
        } else if (request.isRepeated(X_API_KEY)) {
            return unauthorized(call, Problems.UNKNOWN_API_KEY);
        }
        if (key == null && queryParameter != null) {
            key = QueryParameter.first(call.upstreamQuery(), queryParameter);
        }
        if (key == null) {
            return unauthorized(call, Problems.MISSING_API_KEY);
        }
        byte[] hash = KeyHash.of(key);
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

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private Verdict unauthorized(Exchange call, Problem problem) {
        call.answerHeader("WWW-Authenticate", challenge);
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
        RequestHead request = call.request();
        request.headers().remove(X_API_KEY);
        if (bearer(request.header(HttpHeaderNames.AUTHORIZATION)) != null) {
            request.headers().remove(HttpHeaderNames.AUTHORIZATION);
        }
        if (queryParameter != null) {
            call.upstreamQuery(QueryParameter.without(call.upstreamQuery(), queryParameter));
        }
    }
}
