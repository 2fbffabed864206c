package io.tallygate.gateway.policy.caller;

import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.metering.recording.UsageDraft;
import java.util.Set;
import java.util.UUID;

/// What a right credential opens: the API of the call's route, in its environment.
public final class Opens {
    private static final Verdict NO_SUBSCRIPTION = new Verdict.Reject(Problems.NO_SUBSCRIPTION);

    private Opens() {}

    /// Whether the credential counts here and now.
    public static boolean to(Credential credential, Exchange call) {
        return call.route().isOpenedBy(credential, call.startedAtMillis());
    }

    /// The credential is right. The first of a call says for whom it counts; of a second nothing more is asked.
    public static Verdict known(Exchange call, Credential credential) {
        return known(call, credential, credential.scopes());
    }

    /// @param scopes  of the credential and of what was shown
    public static Verdict known(Exchange call, Credential credential, Set<String> scopes) {
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
    static Verdict counts(Exchange call, UUID application, UUID consumer) {
        call.usage().consumerHigh = consumer.getMostSignificantBits();
        call.usage().consumerLow = consumer.getLeastSignificantBits();
        return counts(call, application.getMostSignificantBits(), application.getLeastSignificantBits());
    }

    private static Verdict counts(Exchange call, long applicationHigh, long applicationLow) {
        UsageDraft usage = call.usage();
        usage.applicationHigh = applicationHigh;
        usage.applicationLow = applicationLow;
        Subscription subscription =
                call.route().covered(call.consumers(), applicationHigh, applicationLow, call.startedAtMillis());
        if (subscription == null) {
            return NO_SUBSCRIPTION;
        }
        call.subscription(subscription);
        usage.subscriptionHigh = subscription.idHigh();
        usage.subscriptionLow = subscription.idLow();
        usage.productHigh = subscription.productHigh();
        usage.productLow = subscription.productLow();
        usage.planVersionHigh = subscription.plan().version().getMostSignificantBits();
        usage.planVersionLow = subscription.plan().version().getLeastSignificantBits();
        return Verdict.CONTINUE;
    }
}
