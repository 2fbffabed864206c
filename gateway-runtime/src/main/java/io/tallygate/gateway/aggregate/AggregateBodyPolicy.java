package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.json.JsonText;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;

/// Gathers the request's body for steps that look at it, before anything is counted. The last of all policies: it reads
/// what a mapping has made.
record AggregateBodyPolicy(int maxBytes, Metrics metrics) implements Policy {
    private static final Slot<Read> READ = new Slot<>(Read.class);

    /// @param text  of which the value was read
    @SuppressWarnings("ArrayRecordComponent") // its identity is what counts
    private record Read(byte[] text, JsonNode value) {}

    /// Missing when there is none, or nobody looked at it.
    static JsonNode bodyOf(Exchange call) {
        Read read = call.slot(READ);
        return read == null ? MissingNode.getInstance() : read.value();
    }

    @Override
    public Verdict check(Exchange call) {
        RequestHead request = call.request();
        byte[] body = call.body();
        if (body == null) {
            if (!request.hasBody()) {
                return Verdict.CONTINUE;
            }
            call.wantBody(maxBytes);
            return Verdict.AWAIT;
        }
        Read before = call.slot(READ);
        if (before != null && before.text() == body) {
            return Verdict.CONTINUE;
        }
        try {
            call.slot(READ, new Read(body, JsonText.read(body)));
            return Verdict.CONTINUE;
        } catch (JsonFault fault) {
            if (fault.kind() == JsonFault.Kind.DEPTH) {
                metrics.hit(Limit.JSON_DEPTH);
            }
            return new Verdict.Reject(Problems.unfitBody("The body cannot be read: " + fault.getMessage() + "."));
        }
    }

    @Override
    public void onRequest(Exchange call) {
        byte[] body = call.body();
        Read before = call.slot(READ);
        if (body != null && before != null && before.text() != body) { // a mapping has made another
            call.slot(READ, new Read(body, JsonText.read(body)));
        }
    }
}
