package io.tallygate.gateway.policy.mapping;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.json.GzipText;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;

/// Another body goes upstream than came. It is made before anything is counted: what does not fit uses up nothing.
record RequestMappingPolicy(Mapped mapped) implements Policy {
    private static final Slot<byte[]> MADE = new Slot<>(byte[].class);

    @Override
    public Verdict check(Exchange call) {
        RequestHead request = call.request();
        byte[] body = call.body();
        if (call.slot(MADE) != null || body == null && !request.hasBody()) {
            return Verdict.CONTINUE;
        }
        String coding = request.fields().joined("content-encoding", ",");
        if (!JsonType.isSaidBy(request.fields()) || !GzipText.canRead(coding)) {
            return mapped.onlyJson()
                    ? new Verdict.Reject(Problems.unsupportedMediaType(
                            "This API takes application/json, as it is or coded with gzip."))
                    : Verdict.CONTINUE;
        }
        if (body == null) {
            call.wantBody(mapped.maxBytes());
            return Verdict.AWAIT;
        }
        if (body.length > mapped.maxBytes()) {
            mapped.metrics().hit(Limit.BUFFERED_BODY);
            return new Verdict.Reject(Problems.tooLarge(
                    413, "This API looks at bodies of at most %,d bytes.".formatted(mapped.maxBytes())));
        }
        try {
            call.slot(MADE, mapped.apply(body, coding, 0, call));
            return Verdict.CONTINUE;
        } catch (JsonFault fault) {
            return new Verdict.Reject(problem(fault));
        }
    }

    private static Problem problem(JsonFault fault) {
        return switch (fault.kind()) {
            case BROKEN -> Problems.unfitBody("The body cannot be read: " + fault.getMessage() + ".");
            case DEPTH -> Problems.unfitBody("The body is nested too deeply.");
            case SIZE, WORK -> Problems.tooLarge(413, "The body is too large for what this API makes of it.");
            case MISFIT -> Problems.unfitBody("The body does not have the form that this API takes.");
            case SAID -> Problems.unfitBody(String.valueOf(fault.getMessage()));
        };
    }

    @Override
    public void onRequest(Exchange call) {
        byte[] made = call.slot(MADE);
        if (made != null) {
            call.body(made);
            JsonType.put(call.request().fields(), mapped.type());
        }
    }
}
