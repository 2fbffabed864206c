package io.tallygate.gateway.policy.mirror;

import io.netty.buffer.ByteBuf;
import io.tallygate.gateway.exchange.BodyTap;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.upstream.OwnCall;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.OwnRequest;
import io.tallygate.gateway.upstream.OwnTries;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// One copy: it takes the body along as it passes, and goes out when the body is complete. What becomes of it interests
/// nobody.
final class MirroredCall implements BodyTap, OwnCall.Asker {
    /// Octets of an answer that are read, so that its connection can be used again; a longer one is broken off.
    private static final int MAX_ANSWER = 4 << 20;

    private final OwnCalls own;
    private final MirroredCalls calls;
    private final int maxBytes;
    private final OwnRequest request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int answered;
    private boolean sent;
    private boolean over;

    MirroredCall(OwnCalls own, MirroredCalls calls, int maxBytes, OwnRequest request) {
        this.own = own;
        this.calls = calls;
        this.maxBytes = maxBytes;
        this.request = request;
    }

    /// Behind the call that is copied, which must not wait for this one.
    void sendSoon(Executor loop, byte[] whole) {
        try {
            loop.execute(() -> send(whole));
        } catch (RejectedExecutionException stopped) {
            leave();
        }
    }

    @Override
    public void part(ByteBuf part) {
        if (over) {
            return;
        }
        int count = part.readableBytes();
        if (body.size() + count > maxBytes) {
            calls.metrics().hit(Limit.MIRRORED_BODY);
            leave();
            return;
        }
        byte[] octets = new byte[count];
        part.getBytes(part.readerIndex(), octets);
        body.writeBytes(octets);
    }

    @Override
    public void end() {
        if (!over) {
            send(body.toByteArray());
        }
    }

    @Override
    public void close() {
        if (!sent) {
            leave();
        }
    }

    private void leave() {
        if (!over) {
            over = true;
            body.reset();
            calls.leave();
        }
    }

    private void send(byte[] whole) {
        sent = true;
        RequestHead head = request.head();
        head.fields().remove(FieldName.TRANSFER_ENCODING);
        if (whole.length > 0 || head.fields().contains(FieldName.CONTENT_LENGTH)) {
            head.bodyKnown(whole.length);
        }
        try {
            own.ask(
                    new OwnRequest(
                            request.upstream(),
                            head,
                            request.target(),
                            request.host(),
                            whole,
                            request.clientAddress(),
                            request.timeoutNanos(),
                            false,
                            OwnTries.UNSEEN),
                    this);
        } catch (RuntimeException fault) { // it must not reach the call that is copied
            calls.metrics().fault("mirroring a call", fault);
            leave();
        }
    }

    @Override
    public boolean onPart(ByteBuf part) {
        answered += part.readableBytes();
        return answered <= MAX_ANSWER;
    }

    @Override
    public void onAnswered(AnswerHead head) {
        leave();
    }

    @Override
    public void onFailed(OwnCall.Failure why) {
        leave();
    }
}
