package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.json.GzipText;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.json.JsonText;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.upstream.OwnCall;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.OwnRequest;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// One step of one call: what it has brought so far.
final class Part implements OwnCall.Asker {
    private enum At {
        NEW,
        ASKED,
        OVER
    }

    private final Step step;
    private final AggregateCall whole;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private At at = At.NEW;
    private boolean settled;
    private @Nullable OwnCall open;
    private JsonNode value = MissingNode.getInstance();
    private @Nullable StepFailure failure;

    Part(Step step, AggregateCall whole) {
        this.step = step;
        this.whole = whole;
    }

    Step step() {
        return step;
    }

    boolean isNew() {
        return at == At.NEW;
    }

    boolean isOver() {
        return at == At.OVER;
    }

    /// Whether what has become of it is known to the others.
    boolean isSettled() {
        return settled;
    }

    void settled() {
        settled = true;
    }

    JsonNode value() {
        return value;
    }

    @Nullable
    StepFailure failure() {
        return failure;
    }

    void ask(OwnCalls own, OwnRequest request) {
        at = At.ASKED;
        OwnCall asked = own.ask(request, this);
        if (at == At.ASKED) {
            open = asked;
        }
    }

    void fail(StepFailure why) {
        failure = why;
        over();
    }

    private void over() {
        at = At.OVER;
        open = null;
        body.reset();
        whole.go();
    }

    void abort() {
        OwnCall asked = open;
        open = null;
        if (asked != null) {
            asked.abort();
        }
    }

    @Override
    public boolean onPart(ByteBuf part) {
        int count = part.readableBytes();
        if (body.size() + (long) count > step.maxBytes()) {
            whole.metrics().hit(Limit.AGGREGATE_PART);
            return false;
        }
        if (!whole.takes(count)) {
            return false;
        }
        byte[] octets = new byte[count];
        part.readBytes(octets);
        body.writeBytes(octets);
        return true;
    }

    @Override
    public void onAnswered(AnswerHead head) {
        if (!step.accepts(head.status())) {
            fail(StepFailure.status(head.status()));
            return;
        }
        try {
            value = read(head);
            over();
        } catch (JsonFault fault) {
            if (fault.kind() == JsonFault.Kind.DEPTH) {
                whole.metrics().hit(Limit.JSON_DEPTH);
            }
            fail(fault.kind() == JsonFault.Kind.SIZE ? StepFailure.TOO_LARGE : StepFailure.BROKEN);
        }
    }

    private JsonNode read(AnswerHead head) {
        if (body.size() == 0) {
            return NullNode.getInstance();
        }
        String coding = head.fields().joined("content-encoding", ",");
        if (!GzipText.canRead(coding)) {
            throw new JsonFault(JsonFault.Kind.BROKEN, "it is coded");
        }
        return JsonText.read(GzipText.read(coding, body.toByteArray(), step.maxBytes()));
    }

    @Override
    public void onFailed(OwnCall.Failure why) {
        fail(
                switch (why) {
                    case TIMEOUT -> StepFailure.TIMEOUT;
                    case TOO_LARGE -> StepFailure.TOO_LARGE;
                    case BROKEN -> StepFailure.BROKEN;
                    case UNREACHABLE, SPARED, OVERLOADED -> StepFailure.UNREACHABLE;
                });
    }
}
