package io.tallygate.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.gateway.config.LiveConfig;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.HopByHop;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.RequestDecoder;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.http.ResponseEncoder;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamCall;
import io.tallygate.gateway.upstream.UpstreamConnection;
import io.tallygate.gateway.upstream.UpstreamConnections.Waiting;
import io.tallygate.gateway.upstream.UpstreamFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One client connection, and its calls one after the other. A call's path, in order: [#begin] (let in by [Admission],
/// or [#refuse]) → [#connect] → [#onConnection] → [#body] → [#onHead] → [#onBody] → [#onEnd] → [#end] → [#finish].
///
/// The record is in the journal before the last byte of the answer is handed to the socket. Wherever a call breaks off
/// it comes to [#end] when something of it went upstream, and to [#refuse] or [#abort] when not: once.
final class ProxyHandler extends ChannelInboundHandlerAdapter implements UpstreamCall {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final int MAX_TARGETS = 3;
    /// Recorded when the client left before there was a status; never sent.
    private static final int CLIENT_CLOSED = 499;

    private static final long LINGER_NANOS = 2_000_000_000L;
    /// What is left of an answered request's body is read and dropped up to here, so that the connection can be used
    /// again.
    private static final long MAX_DISCARD = 256 << 10;

    private enum At {
        /// Between calls.
        IDLE,
        /// Waits for a connection to the upstream.
        CONNECTING,
        /// The request is on its way, or the answer.
        UPSTREAM,
        /// Answered; the rest of the request is dropped.
        DISCARDING,
        /// Nothing more is read or answered.
        CLOSING
    }

    private final Loop loop;
    private final RequestDecoder decoder;
    private final ResponseEncoder encoder;
    private final Exchange call = new Exchange();
    private final Admission admission;
    private final Deadline deadline;

    private @Nullable ChannelHandlerContext client;
    private String clientAddress = "";
    private At at = At.IDLE;
    private @Nullable UpstreamConnection upstream;
    private @Nullable Waiting waiting;
    private int chosenTarget;
    private int attempt;
    private boolean retried;
    private boolean inCall;
    private boolean sent;
    private boolean requestEnded = true;
    private boolean responseStarted;
    private boolean keepAlive;
    private boolean expectsContinue;
    private boolean headTimed;
    /// Inside a run of [#channelRead]: its end flushes.
    private boolean reading;

    private int status;
    private long discarded;
    private long sentAtNanos;

    ProxyHandler(Loop loop, RequestDecoder decoder, ResponseEncoder encoder) {
        this.loop = loop;
        this.decoder = decoder;
        this.encoder = encoder;
        this.admission = new Admission(call, loop);
        this.deadline = loop.deadlines.add(this::late);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        client = ctx;
        clientAddress = ctx.channel().remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "";
        loop.clients.add(this);
        loop.metrics.clientConnectionsOpened.increment();
        waitForRequest();
    }

    private ChannelHandlerContext client() {
        ChannelHandlerContext ctx = client;
        if (ctx == null) {
            throw new IllegalStateException("not connected");
        }
        return ctx;
    }

    private void waitForRequest() {
        deadline.set(System.nanoTime(), loop.limits.idleTime().toNanos());
    }

    private void waitForBody() {
        deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
    }

    // what the client sends ------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        switch (message) {
            case HttpRequest request -> begin(request);
            case LastHttpContent last -> bodyEnd(last);
            case HttpContent part -> body(part);
            case Malformed malformed -> malformed(malformed);
            default -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        UpstreamConnection connection = upstream;
        if (connection != null && !requestEnded) {
            connection.flush();
        }
        if (at == At.IDLE && !headTimed && decoder.isInsideHead()) {
            headTimed = true; // from its first octet on: one more now and then buys no time
            deadline.set(System.nanoTime(), loop.limits.headTime().toNanos());
        }
        readOrWait();
    }

    /// Reads from the client's socket as long as there is somewhere to put it.
    private void readOrWait() {
        UpstreamConnection to = upstream;
        boolean upstreamIsFull = to != null && !requestEnded && !to.isWritable();
        boolean aheadOfItsTurn = decoder.waiting() > loop.limits.pendingBytes();
        boolean reads = at == At.CLOSING || !upstreamIsFull && !aheadOfItsTurn;
        if (reads != client().channel().config().isAutoRead()) {
            if (aheadOfItsTurn && !reads) {
                loop.metrics.hit(Limit.PENDING_BYTES);
            }
            client().channel().config().setAutoRead(reads);
        }
    }

    private void begin(HttpRequest request) {
        LiveConfig config = loop.configuration.current(); // asked once: a call sees one configuration to its end
        reset(config == null ? Consumers.NONE : config.consumers());
        RequestHead head = call.request();
        Malformed malformed = head.read(request);
        if (malformed != null) {
            malformed(malformed);
            return;
        }
        requestEnded = !head.hasBody();
        keepAlive = head.isKeepAlive() && !loop.stopping;
        expectsContinue = head.hasBody() && head.isHttp11() && head.header(HttpHeaderNames.EXPECT) != null;
        Problem refusal = admit(config);
        if (refusal == null) {
            chosenTarget = admission.route().upstream().chooseTarget();
            connect(false);
        } else {
            refuse(refusal);
        }
    }

    private @Nullable Problem admit(@Nullable LiveConfig config) {
        try {
            return config == null ? Problems.NOT_READY : admission.admit(config, clientAddress);
        } catch (RuntimeException fault) { // a policy that throws refuses its call alone
            loop.metrics.fault("admitting a call", fault);
            return Problems.INTERNAL;
        }
    }

    private void body(HttpContent part) {
        call.usage().requestBytes += part.content().readableBytes();
        UpstreamConnection connection = upstream;
        if (at == At.DISCARDING) {
            discard(part);
        } else if (at != At.UPSTREAM || connection == null) {
            part.release();
        } else if (call.usage().requestBytes > loop.limits.requestBodyBytes()) {
            part.release();
            loop.metrics.hit(Limit.REQUEST_BODY);
            breakOff(Admission.bodyTooLarge(loop.limits));
        } else {
            connection.send(part);
            if (connection.isWritable()) {
                waitForBody();
            } else {
                deadline.clear(); // it is the upstream's turn
                readOrWait();
            }
        }
    }

    private void bodyEnd(LastHttpContent last) {
        if (requestEnded) {
            last.release(); // of a request that has no body
            return;
        }
        UpstreamConnection connection = upstream;
        if (at == At.UPSTREAM && connection != null) {
            call.usage().requestBytes += last.content().readableBytes();
            requestEnded = true;
            deadline.clear();
            connection.send(withoutTrailers(last));
            readOrWait();
        } else {
            requestEnded = true;
            last.release();
            if (at == At.DISCARDING) {
                finish();
            }
        }
    }

    /// Trailers are not carried on: what a check did not see must not turn into a header behind it.
    private static HttpContent withoutTrailers(LastHttpContent last) {
        return last.trailingHeaders().isEmpty() ? last : new DefaultLastHttpContent(last.content());
    }

    private void discard(HttpContent part) {
        discarded += part.content().readableBytes();
        part.release();
        if (discarded > MAX_DISCARD) {
            at = At.CLOSING;
            linger();
        }
    }

    private void malformed(Malformed malformed) {
        loop.metrics.malformedRequests.increment();
        Limit limit = Answers.limitOf(malformed);
        if (limit != null) {
            loop.metrics.hit(limit);
        }
        if (at == At.DISCARDING || at == At.CLOSING) {
            close(); // answered already
            return;
        }
        if (!inCall) { // its head never became one: it gets an id and an answer
            reset(Consumers.NONE);
        }
        breakOff(Answers.problemOf(malformed));
    }

    // upstream -------------------------------------------------------------------------------------------------------

    private void connect(boolean fresh) {
        at = At.CONNECTING;
        Upstream to = admission.route().upstream();
        // connecting and trusting have a timeout each; this one is for standing in line, and meant to be the last
        deadline.set(System.nanoTime(), (2L * to.connectTimeoutMillis() + 1_000) * 1_000_000);
        Waiting place = loop.upstreams.connect(to, to.target(chosenTarget, attempt), fresh, this);
        if (place != null && !place.isOver()) {
            waiting = place;
        }
    }

    @Override
    public void onConnection(UpstreamConnection connection) {
        waiting = null;
        upstream = connection;
        at = At.UPSTREAM;
        deadline.clear();
        if (!sent) {
            sent = true;
            sentAtNanos = System.nanoTime();
        }
        RequestHead head = call.request();
        Upstream to = admission.route().upstream();
        head.headers()
                .set(HttpHeaderNames.HOST, to.target(chosenTarget, attempt).authority());
        connection.send(
                new DefaultHttpRequest(
                        HttpVersion.HTTP_1_1, head.message().method(), admission.target(), head.headers()),
                head.isHead());
        if (requestEnded) {
            connection.send(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        if (expectsContinue) {
            client().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        waitForBody();
        decoder.proceed();
        if (!reading) { // otherwise the head goes out with what has come of the body
            connection.flush();
            readOrWait();
        }
    }

    @Override
    public void onWritable() {
        if (at == At.UPSTREAM && !requestEnded) {
            waitForBody();
            readOrWait();
        }
    }

    @Override
    public void onInterim(HttpResponse interim) {
        if (call.request().isHttp11() && interim.status().code() != 100) { // 100 was said when the upstream was there
            HopByHop.removeFrom(interim.headers());
            client().write(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    interim.status(),
                    Unpooled.EMPTY_BUFFER,
                    interim.headers(),
                    EmptyHttpHeaders.INSTANCE));
        }
    }

    @Override
    public void onHead(HttpResponse head) {
        responseStarted = true;
        status = head.status().code();
        boolean http11 = call.request().isHttp11();
        if (loop.stopping || !requestEnded || !http11 && Answers.endsWithConnection(head, call)) {
            keepAlive = false; // the rest of the request is nobody's, or the end of the body is the connection's
        }
        encoder.answers(call.request().isHead());
        client().write(Answers.of(head, call, http11, keepAlive), client().voidPromise());
    }

    @Override
    public void onBody(HttpContent part) {
        call.usage().responseBytes += part.content().readableBytes();
        client().write(part, client().voidPromise());
        UpstreamConnection connection = upstream;
        if (connection != null && !client().channel().isWritable()) {
            connection.pause();
            waitForBody();
        }
    }

    @Override
    public void onPause() {
        client().flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        UpstreamConnection connection = upstream;
        if (connection != null && responseStarted && ctx.channel().isWritable()) {
            deadline.clear();
            connection.resume();
        }
    }

    @Override
    public void onEnd(HttpContent last) {
        upstream = null;
        call.usage().responseBytes += last.content().readableBytes();
        end(Outcome.ANSWERED);
        HttpContent plain = last instanceof LastHttpContent trailing ? withoutTrailers(trailing) : last;
        if (keepAlive && requestEnded) {
            client().writeAndFlush(plain, client().voidPromise());
            finish();
        } else {
            closeAfter(client().writeAndFlush(plain));
        }
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        waiting = null;
        upstream = null;
        if (!responseStarted && mayTryAgain(failure)) {
            loop.metrics.upstreamRetries.increment();
            connect(failure == UpstreamFailure.STALE);
            return;
        }
        if (!sent) {
            refuse(Answers.problemOf(failure));
            return;
        }
        Outcome outcome = failure.isTimeout()
                ? Outcome.UPSTREAM_TIMEOUT
                : responseStarted ? Outcome.UPSTREAM_ABORTED : Outcome.UPSTREAM_REFUSED;
        if (responseStarted) {
            end(outcome);
            cut();
        } else {
            Problem problem = Answers.problemOf(failure);
            status = problem.status();
            end(outcome);
            answer(problem);
        }
    }

    /// Another target when nothing was sent. A stale connection may have swallowed the call unseen: only what can be
    /// repeated without harm (RFC 9110, 9.2.2) is sent again, once.
    private boolean mayTryAgain(UpstreamFailure failure) {
        if (failure == UpstreamFailure.STALE) {
            boolean first = !retried;
            retried = true;
            return first
                    && !call.request().hasBody()
                    && IDEMPOTENT.contains(call.request().method());
        }
        int targets = admission.route().upstream().targets().size();
        return !sent
                && (failure == UpstreamFailure.UNREACHABLE || failure == UpstreamFailure.CONNECT_TIMEOUT)
                && ++attempt < Math.min(MAX_TARGETS, targets);
    }

    // how a call ends ------------------------------------------------------------------------------------------------

    /// The gateway answers by itself; nothing went upstream, so nothing is used up and nothing recorded.
    private void refuse(Problem problem) {
        status = problem.status();
        admission.withdraw();
        ended(Outcome.REFUSED, 0);
        answer(problem);
    }

    /// The client's own fault, before or in the middle of a call: it is told if nothing else was said yet, and its
    /// connection ends.
    private void breakOff(Problem problem) {
        keepAlive = false;
        leaveUpstream();
        if (!sent) {
            refuse(problem);
        } else if (responseStarted) {
            end(Outcome.CLIENT_FAILED);
            cut();
        } else {
            status = problem.status();
            end(Outcome.CLIENT_FAILED);
            answer(problem);
        }
    }

    private void leaveUpstream() {
        UpstreamConnection connection = upstream;
        upstream = null;
        if (connection != null) {
            connection.abort();
        }
        Waiting place = waiting;
        waiting = null;
        if (place != null) {
            place.cancel();
        }
    }

    private void answer(Problem problem) {
        RequestHead head = call.request();
        boolean mayDiscard = !expectsContinue && head.contentLength() <= MAX_DISCARD;
        if (!requestEnded && !mayDiscard) {
            keepAlive = false; // whether and how long the body still comes is the client's choice
        }
        encoder.answers(head.isHead());
        FullHttpResponse response = Answers.of(problem, call, head.isHttp11Safely(), keepAlive);
        if (!keepAlive) {
            closeAfter(client().writeAndFlush(response));
            return;
        }
        client().writeAndFlush(response, client().voidPromise());
        if (requestEnded) {
            finish();
        } else {
            at = At.DISCARDING;
            waitForBody();
            decoder.proceed();
            readOrWait();
        }
    }

    /// A call that went upstream has ended: what is given back is given back, and the record is written.
    private void end(Outcome outcome) {
        long now = System.nanoTime();
        long micros = (now - call.startedAtNanos()) / 1000;
        long upstreamMicros = (now - sentAtNanos) / 1000;
        loop.usage.end(
                call,
                outcome,
                status == 0 ? CLIENT_CLOSED : status,
                call.usage().startedAtMicros + micros,
                micros,
                upstreamMicros);
        admission.settle();
        ended(outcome, upstreamMicros);
    }

    private void ended(Outcome outcome, long upstreamMicros) {
        inCall = false;
        loop.metrics.callsEnded.increment();
        long micros = (System.nanoTime() - call.startedAtNanos()) / 1000;
        loop.counts.count(
                status == 0 ? CLIENT_CLOSED : status,
                outcome,
                micros,
                Math.max(0, micros - upstreamMicros),
                call.usage().requestBytes,
                call.usage().responseBytes);
    }

    /// The connection is free for its next call.
    private void finish() {
        call.clear();
        admission.clear();
        at = At.IDLE;
        headTimed = false;
        if (loop.stopping) {
            closeAfter(client().writeAndFlush(Unpooled.EMPTY_BUFFER));
            return;
        }
        waitForRequest();
        decoder.next();
        readOrWait();
    }

    /// The last answer of this connection is on its way.
    private void closeAfter(ChannelFuture written) {
        boolean mayStillSend = !requestEnded || decoder.waiting() > 0;
        at = At.CLOSING;
        written.addListener(mayStillSend ? _ -> linger() : ChannelFutureListener.CLOSE);
    }

    /// Closing while the client still sends would reset the connection, and the client might never read its answer
    /// (RFC 9112, 9.6): we say that nothing more comes and drop what arrives, for a moment.
    private void linger() {
        if (client().channel() instanceof SocketChannel socket && socket.isActive() && !socket.isOutputShutdown()) {
            deadline.set(System.nanoTime(), LINGER_NANOS);
            decoder.discard();
            readOrWait();
            socket.shutdownOutput();
        } else {
            client().close();
        }
    }

    private void close() {
        at = At.CLOSING;
        client().close();
    }

    /// Ends the connection inside an answer. Where only the end of the connection tells the end of the body, a reset
    /// tells that this was not it.
    private void cut() {
        if (!call.request().isHttp11Safely()) {
            client().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        close();
    }

    // what else may happen -------------------------------------------------------------------------------------------

    private void late() {
        switch (at) {
            case IDLE -> {
                if (decoder.isInsideHead()) {
                    loop.metrics.hit(Limit.HEAD_TIME);
                    reset(Consumers.NONE);
                    keepAlive = false;
                    refuse(Problems.REQUEST_TIMEOUT);
                } else {
                    loop.metrics.hit(Limit.IDLE_TIME);
                    close();
                }
            }
            case CONNECTING -> {
                loop.metrics.hit(Limit.UPSTREAM_CONNECT_TIME);
                leaveUpstream();
                refuse(Problems.UPSTREAM_TIMEOUT);
            }
            case UPSTREAM -> {
                loop.metrics.hit(Limit.BODY_TIME);
                if (responseStarted) {
                    abort(Outcome.CLIENT_GONE); // it does not read: there is nothing to tell it
                } else {
                    breakOff(Problems.REQUEST_TIMEOUT);
                }
            }
            case DISCARDING -> {
                loop.metrics.hit(Limit.BODY_TIME);
                close();
            }
            case CLOSING -> client().close();
        }
    }

    private void reset(Consumers consumers) {
        deadline.clear();
        loop.metrics.callsBegun.increment();
        call.clear();
        admission.clear();
        call.begin(consumers, epochMicros(), System.nanoTime());
        loop.usage.identify(call);
        inCall = true;
        requestEnded = false;
        responseStarted = false;
        keepAlive = false;
        expectsContinue = false;
        sent = false;
        retried = false;
        attempt = 0;
        discarded = 0;
        status = 0;
    }

    private static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /// Ends whatever is under way and closes.
    private void abort(Outcome outcome) {
        leaveUpstream();
        if (inCall && sent) {
            end(outcome);
        } else if (inCall) {
            admission.withdraw();
            ended(outcome, 0);
        }
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.clients.remove(this);
        loop.metrics.clientConnectionsClosed.increment();
        abort(Outcome.CLIENT_GONE);
        loop.deadlines.remove(deadline);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            loop.metrics.fault("serving a client's connection", cause);
        }
        if (inCall) {
            abort(Outcome.CLIENT_GONE);
        } else {
            ctx.close();
        }
    }

    /// The gateway is about to stop: no more calls, and one that is under way is the last.
    void stopSoon() {
        if (at == At.IDLE) {
            close();
        } else {
            keepAlive &= responseStarted; // what was not said yet can still say that the connection ends
        }
    }

    /// The gateway stops now.
    void stopNow() {
        abort(Outcome.GATEWAY_STOPPED);
    }
}
