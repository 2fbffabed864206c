package io.tallygate.gateway.policy.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.Verdict;
import java.util.Map;
import java.util.Set;

/// `status`
public final class StatusPolicyType implements PolicyType {
    /// They say how the message is to be read, or what else must be in it.
    private static final Set<Integer> BOUND = Set.of(204, 205, 206, 304, 401, 405, 407, 416);

    /// @param told  for each status of the upstream the one that the client sees; 0: its own
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record StatusPolicy(int[] told) implements Policy {
        @Override
        public Verdict check(Exchange call) {
            return Verdict.CONTINUE;
        }

        @Override
        public void onAnswer(Exchange call) {
            AnswerHead answer = call.answer();
            int other = call.isAnsweredHere() ? 0 : told[answer.status()];
            if (other != 0) {
                answer.status(other);
            }
        }
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "status.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "map");
        JsonNode map = config.raw("map");
        if (!map.isObject() || map.isEmpty()) {
            throw config.wrong("map", "is not an object of statuses");
        }
        int[] told = new int[600];
        for (Map.Entry<String, JsonNode> entry : map.properties()) { // classes first: one status by itself goes before
            if (entry.getKey().matches("[2-5]xx")) {
                int first = 100 * (entry.getKey().charAt(0) - '0');
                for (int status = first; status < first + 100; status++) {
                    if (!BOUND.contains(status)) {
                        told[status] = other(config, entry);
                    }
                }
            } else if (!entry.getKey().matches("[2-5][0-9][0-9]") || isBound(Integer.parseInt(entry.getKey()))) {
                throw config.wrong("map." + entry.getKey(), "cannot be another status");
            }
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            if (!entry.getKey().endsWith("xx")) {
                told[Integer.parseInt(entry.getKey())] = other(config, entry);
            }
        }
        return new StatusPolicy(told);
    }

    private static int other(PolicyConfiguration config, Map.Entry<String, JsonNode> entry) {
        int other = entry.getValue().asInt();
        if (!entry.getValue().isIntegralNumber() || other < 200 || other > 599 || isBound(other)) {
            throw config.wrong("map." + entry.getKey(), "is not a status that an answer can be given");
        }
        return other;
    }

    private static boolean isBound(int status) {
        return BOUND.contains(status);
    }
}
