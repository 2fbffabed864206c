package io.tallygate.gateway.policy.headers;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.Verdict;

/// `response-headers`
public final class ResponseHeadersPolicyType implements PolicyType {
    /// What the client gets, refusals included.
    private record ResponseHeadersPolicy(FieldChanges changes) implements Policy {
        @Override
        public Verdict check(Exchange call) {
            return Verdict.CONTINUE;
        }

        @Override
        public void onAnswer(Exchange call) {
            changes.applyTo(call.answer().fields(), call);
        }
    }

    @Override
    public String name() {
        return "response-headers";
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "response-headers.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        return new ResponseHeadersPolicy(
                new FieldChanges(PolicyConfiguration.of(configuration, "set", "add", "remove"), environment.route()));
    }
}
