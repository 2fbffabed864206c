package io.tallygate.gateway.policy.mapping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.exchange.BodyChange;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.UnfitBody;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.GatheredOctets;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// One answer's body on its way into another: gathered, then mapped as a whole.
final class MappedAnswer implements BodyChange {
    static final Problem TOO_LONG =
            Problems.unfitAnswer("The service behind this API answered more than this API can carry.");

    private final Mapped mapped;
    private final GatheredOctets gathered;
    private final Exchange call;
    private final @Nullable String coding;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int taken;
    private @Nullable Problem problem;

    MappedAnswer(Mapped mapped, GatheredOctets gathered, Exchange call, @Nullable String coding) {
        this.mapped = mapped;
        this.gathered = gathered;
        this.call = call;
        this.coding = coding;
    }

    /// It is known already that it cannot be mapped.
    void refuse(Problem why) {
        problem = why;
    }

    @Override
    public boolean needsWhole() {
        return true;
    }

    @Override
    public ByteBuf change(ByteBuf part) {
        try {
            int count = part.readableBytes();
            if (problem == null && body.size() + (long) count > mapped.maxBytes()) {
                mapped.metrics().hit(Limit.MAPPED_ANSWER);
                problem = TOO_LONG;
            } else if (problem == null && !gathered.take(count)) {
                problem = Problems.OVERLOADED;
            }
            refuseUnfit();
            taken += count;
            byte[] octets = new byte[count];
            part.readBytes(octets);
            body.writeBytes(octets);
        } finally {
            part.release();
        }
        return Unpooled.EMPTY_BUFFER;
    }

    private void refuseUnfit() {
        Problem why = problem;
        if (why != null) {
            throw new UnfitBody(why);
        }
    }

    @Override
    public ByteBuf flush() {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public ByteBuf end() {
        refuseUnfit();
        if (body.size() == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        try {
            return Unpooled.wrappedBuffer(
                    mapped.apply(body.toByteArray(), coding, call.answer().status(), call));
        } catch (JsonFault fault) {
            throw new UnfitBody(
                    switch (fault.kind()) {
                        case SIZE -> TOO_LONG;
                        case BROKEN, DEPTH ->
                            Problems.unfitAnswer("The service behind this API answered what is no JSON.");
                        case WORK, MISFIT, SAID ->
                            Problems.unfitAnswer(
                                    "The answer of the service behind this API does not have the form that was"
                                            + " agreed.");
                    });
        }
    }

    @Override
    public void close() {
        gathered.give(taken);
        taken = 0;
    }
}
