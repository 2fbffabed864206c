package io.tallygate.gateway.policy.caller;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.route.Route;
import io.tallygate.metering.recording.UsageDraft;
import java.util.Set;
import java.util.UUID;

/// What a right credential opens: an API of one tenant in one environment.
public final class Opens {
    private static final Verdict NO_SUBSCRIPTION = new Verdict.Reject(Problems.NO_SUBSCRIPTION);

    private final UUID tenant;
    private final String environment;
    private final UUID api;

    public Opens(Route route) {
        this(route.tenant(), route.environment(), route.api());
    }

    public Opens(UUID tenant, String environment, UUID api) {
        this.tenant = tenant;
        this.environment = environment;
        this.api = api;
    }

    public UUID tenant() {
        return tenant;
    }

    public String environment() {
        return environment;
    }

    /// Whether the credential counts here and now.
    public boolean to(Credential credential, Exchange call) {
        return credential.opens(tenant, environment, call.startedAtMillis());
    }

    /// The credential is right. The first of a call says for whom it counts; of a second nothing more is asked.
    public Verdict known(Exchange call, Credential credential) {
        return known(call, credential, credential.scopes());
    }

    /// @param scopes  of the credential and of what was shown
    public Verdict known(Exchange call, Credential credential, Set<String> scopes) {
        Credential first = call.credential();
        if (first != null) {
            return first.is(credential) && call.subscription() == null ? NO_SUBSCRIPTION : Verdict.CONTINUE;
        }
        call.caller(credential, scopes);
        UsageDraft usage = call.usage();
        usage.credentialHigh = credential.idHigh();
        usage.credentialLow = credential.idLow();
        usage.consumerHigh = credential.consumerHigh();
        usage.consumerLow = credential.consumerLow();
        return counts(call, credential.applicationHigh(), credential.applicationLow());
    }

    /// Finds the subscription that the call counts for.
    Verdict counts(Exchange call, UUID application, UUID consumer) {
        call.usage().consumerHigh = consumer.getMostSignificantBits();
        call.usage().consumerLow = consumer.getLeastSignificantBits();
        return counts(call, application.getMostSignificantBits(), application.getLeastSignificantBits());
    }

    private Verdict counts(Exchange call, long applicationHigh, long applicationLow) {
        UsageDraft usage = call.usage();
        usage.applicationHigh = applicationHigh;
        usage.applicationLow = applicationLow;
        Subscription subscription = call.consumers()
                .covering(applicationHigh, applicationLow, tenant, environment, api, call.startedAtMillis());
        if (subscription == null) {
            return NO_SUBSCRIPTION;
        }
        call.subscription(subscription);
        usage.subscriptionHigh = subscription.id().getMostSignificantBits();
        usage.subscriptionLow = subscription.id().getLeastSignificantBits();
        usage.productHigh = subscription.product().getMostSignificantBits();
        usage.productLow = subscription.product().getLeastSignificantBits();
        usage.planVersionHigh = subscription.plan().version().getMostSignificantBits();
        usage.planVersionLow = subscription.plan().version().getLeastSignificantBits();
        return Verdict.CONTINUE;
    }
}
