package io.tallygate.gateway.policy.terminate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.Verdict;
import java.util.Map;
import java.util.Set;

/// `terminate`
public final class TerminatePolicyType implements PolicyType {
    private static final int MAX_BODY = 64 << 10;
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private record TerminatePolicy(Verdict.Answer answer) implements Policy {
        @Override
        public Verdict check(Exchange call) {
            return answer;
        }
    }

    @Override
    public String name() {
        return "terminate";
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "terminate.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "status", "contentType", "body", "headers");
        int status = config.number("status", 200, 200, 599);
        byte[] body = config.raw("body").asText("").getBytes(UTF_8);
        if (body.length > MAX_BODY || body.length > 0 && WITHOUT_BODY.contains(status)) {
            throw config.wrong("body", "is longer than " + MAX_BODY + " bytes, or not allowed with this status");
        }
        Fields fields = new Fields();
        if (body.length > 0) {
            fields.add(FieldName.CONTENT_TYPE, config.text("contentType", "text/plain; charset=utf-8"));
        }
        JsonNode headers = config.raw("headers");
        if (!headers.isMissingNode() && !headers.isObject()) {
            throw config.wrong("headers", "is not an object of names and values");
        }
        for (Map.Entry<String, JsonNode> field : headers.properties()) {
            FieldName name = FieldName.of(field.getKey());
            if (name.isFraming() || fields.contains(name)) {
                throw config.wrong("headers." + field.getKey(), "is said elsewhere");
            }
            fields.add(name, field.getValue().asText());
        }
        return new TerminatePolicy(new Verdict.Answer(status, fields, body));
    }
}
