package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Http2Heads;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.observe.Limit;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One stream of HTTP/2 as the client's side of its call. What the client sends ahead of the upstream waits here,
/// bounded by the window that it was given; the window opens again when the upstream takes it.
final class Http2Call implements ClientSide {
    private static final long LINGER_NANOS = 2_000_000_000L;
    /// What is left of an answered request's body is dropped up to here, before its stream is reset.
    private static final long MAX_DISCARD = 256 << 10;

    private final Http2Client client;
    private final Http2Stream stream;
    private final Loop loop;
    private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>(0);

    private @Nullable Call call;
    private @Nullable Fields trailers;
    private @Nullable Malformed malformed;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf held;
    private @Nullable Deadline deadline;
    private Outcome ending = Outcome.CLIENT_GONE;
    private boolean proceeding;
    private boolean readsOn = true;
    private boolean requestEnded;
    private boolean endTold;
    private boolean delivering;
    private boolean answered;
    private long discarded;
    private long stalledSince;
    private boolean stalled;

    Http2Call(Http2Client client, Http2Stream stream, Call call, Loop loop, boolean requestEnded) {
        this.client = client;
        this.stream = stream;
        this.call = call;
        this.loop = loop;
        this.requestEnded = requestEnded;
        this.endTold = requestEnded;
    }

    /// The head cannot be served, and the call is to say so.
    void unreadable(Malformed why) {
        malformed = why;
    }

    void begin() {
        Call current = call;
        if (current != null) {
            current.begin(malformed);
            paused();
        }
    }

    // what the client sends ------------------------------------------------------------------------------------------

    /// @return  how much of it is done with already
    int data(ByteBuf data, boolean ended) {
        requestEnded |= ended;
        int octets = data.readableBytes();
        if (call == null) { // answered already
            discarded += octets;
            if (!requestEnded && discarded > MAX_DISCARD) {
                reset(Http2Error.NO_ERROR);
            }
            return octets;
        }
        if (octets == 0) {
            deliver();
            return 0;
        }
        arrived.addLast(data.retainedSlice());
        deliver();
        return 0;
    }

    /// @param behind  trailers
    void ended(Fields behind) {
        requestEnded = true;
        trailers = behind;
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (call != null && proceeding && readsOn && !arrived.isEmpty()) {
            ByteBuf part = arrived.removeFirst();
            int octets = part.readableBytes();
            Call current = call;
            current.body(part);
            client.consume(stream, octets);
        }
        delivering = false;
        Call current = call;
        if (current != null && proceeding && requestEnded && !endTold && arrived.isEmpty()) {
            endTold = true;
            current.bodyEnd(trailers);
        }
    }

    /// All that came at once has been told.
    void paused() {
        Call current = call;
        if (current != null) {
            current.bodyPaused();
        }
    }

    void writabilityChanged() {
        Call current = call;
        if (current != null && client.isWritable(stream)) {
            current.onClientWritable();
        }
    }

    // what the call says ---------------------------------------------------------------------------------------------

    @Override
    public String address() {
        return client.address();
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return client.peerCertificate();
    }

    @Override
    public boolean isSecure() {
        return client.isSecure();
    }

    @Override
    public boolean isMisdirected(String host) {
        return client.isMisdirected(host);
    }

    @Override
    public boolean takesInterim() {
        return true;
    }

    @Override
    public void proceed() {
        proceeding = true;
        deliver();
        paused();
    }

    @Override
    public void readOn(boolean reads) {
        readsOn = reads;
        if (reads) {
            deliver();
            paused();
        }
    }

    @Override
    public void sendContinue() {
        write(new DefaultHttp2Headers(false, 1).status("100"), false);
        client.flushSoon();
    }

    @Override
    public void sendInterim(AnswerHead interim) {
        write(Http2Heads.of(interim), false);
        client.flushSoon();
    }

    @Override
    public void sendHead(AnswerHead answer, boolean own) {
        if (answer.status() == 204) {
            answer.fields().remove(FieldName.CONTENT_LENGTH); // RFC 9110, 8.6
        }
        head = Http2Heads.of(answer);
    }

    @Override
    public void switchProtocols(AnswerHead answer) {
        throw new IllegalStateException("a stream offers no other protocol");
    }

    private ChannelFuture write(Http2Headers headers, boolean last) {
        return client.encoder()
                .writeHeaders(
                        client.context(),
                        stream.id(),
                        headers,
                        0,
                        last,
                        client.context().newPromise());
    }

    private ChannelFuture write(ByteBuf data, boolean last) {
        client.sending(data.readableBytes());
        return client.encoder()
                .writeData(
                        client.context(),
                        stream.id(),
                        data,
                        0,
                        last,
                        client.context().newPromise());
    }

    private void writeWaiting() {
        Http2Headers waiting = head;
        if (waiting != null) {
            head = null;
            write(waiting, false);
        }
        ByteBuf part = held;
        if (part != null) {
            held = null;
            write(part, false);
        }
    }

    @Override
    public void sendBody(ByteBuf part) {
        writeWaiting();
        if (part.isReadable()) {
            held = part; // it may turn out to be the last
        } else {
            part.release();
        }
    }

    @Override
    public void flush() {
        writeWaiting();
        client.flushSoon();
    }

    @Override
    public boolean isWritable() {
        return client.isWritable(stream);
    }

    @Override
    public void end(@Nullable Fields trailers) {
        call = null;
        Http2Headers waiting = head;
        ByteBuf part = held;
        ChannelFuture last;
        Http2Headers behind = trailers == null ? null : Http2Heads.of(trailers);
        if (behind != null && !behind.isEmpty()) {
            writeWaiting();
            last = write(behind, true);
        } else if (waiting != null && part == null) {
            head = null;
            last = write(waiting, true);
        } else {
            held = null;
            writeWaiting();
            last = write(part == null ? Unpooled.EMPTY_BUFFER : part, true);
        }
        client.flushSoon();
        if (!requestEnded || !last.isDone()) {
            Deadline reading = loop.deadlines.add(this::late);
            reading.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
            deadline = reading;
            last.addListener(_ -> linger());
        }
    }

    /// The answer is with the kernel. The rest of the request is nobody's, and dropped for a moment: a client that is
    /// reset while it sends (RFC 9113, 8.1) might not look at its answer.
    private void linger() {
        answered = true;
        Deadline reading = deadline;
        if (reading != null) {
            reading.set(System.nanoTime(), LINGER_NANOS);
        }
    }

    @Override
    public void cut() {
        call = null;
        reset(Http2Error.INTERNAL_ERROR);
    }

    private void reset(Http2Error error) {
        client.resetStream(
                client.context(), stream.id(), error.code(), client.context().newPromise());
        client.flushSoon();
    }

    private void late() {
        if (answered) {
            reset(Http2Error.NO_ERROR);
        } else {
            loop.metrics.hit(Limit.BODY_TIME);
            reset(Http2Error.CANCEL);
        }
    }

    // how a stream ends ----------------------------------------------------------------------------------------------

    /// What came on the stream cannot be believed; it is reset behind this.
    void malformed() {
        ending = Outcome.CLIENT_FAILED;
    }

    /// Whether the client has let the answer wait for longer than that: by not opening the stream's window.
    boolean isStalled(long nowNanos, long patienceNanos) {
        boolean waits = call == null ? deadline != null && !answered : head == null && !client.isWritable(stream);
        if (!waits || call != null && !call.isAnswering()) {
            stalledSince = 0;
            return false;
        }
        if (stalledSince == 0) {
            stalledSince = nowNanos;
        }
        stalled = nowNanos - stalledSince > patienceNanos;
        return stalled;
    }

    boolean giveUpStalled() {
        if (stalled) {
            endNow(Outcome.CLIENT_GONE);
        }
        return stalled;
    }

    boolean isWithheld(long nowNanos, long patienceNanos) {
        Call current = call;
        return current != null && current.isWithheld(nowNanos, patienceNanos);
    }

    boolean giveUpWithheld(long nowNanos, long patienceNanos) {
        Call current = call;
        if (current == null || !current.isWithheld(nowNanos, patienceNanos)) {
            return false;
        }
        current.giveUpWithheld();
        return true;
    }

    /// The gateway does not wait any longer.
    void stop() {
        endNow(Outcome.GATEWAY_STOPPED);
    }

    private void endNow(Outcome outcome) {
        ending = outcome;
        Call current = call;
        call = null;
        if (current != null) {
            current.gone(ending);
        }
        reset(Http2Error.CANCEL);
    }

    void closed() {
        Call current = call;
        call = null;
        for (ByteBuf part : arrived) {
            part.release();
        }
        arrived.clear();
        ByteBuf part = held;
        if (part != null) {
            held = null;
            part.release();
        }
        Deadline reading = deadline;
        if (reading != null) {
            deadline = null;
            loop.deadlines.remove(reading);
        }
        if (current != null) {
            current.gone(ending);
        }
    }
}
