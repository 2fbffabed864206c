package io.tallygate.gateway.policy.headers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.Verdict;

/// `request-headers`
public final class RequestHeadersPolicyType implements PolicyType {
    /// What goes upstream, after the gateway has said who calls.
    private record RequestHeadersPolicy(FieldChanges changes) implements Policy {
        @Override
        public Verdict check(Exchange call) {
            return Verdict.CONTINUE;
        }

        @Override
        public void onRequest(Exchange call) {
            changes.applyTo(call.request().fields(), call);
        }
    }

    @Override
    public String name() {
        return "request-headers";
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "request-headers.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        return new RequestHeadersPolicy(
                new FieldChanges(PolicyConfiguration.of(configuration, "set", "add", "remove"), environment.route()));
    }
}
