package io.tallygate.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.gateway.config.LiveConfig;
import io.tallygate.gateway.config.LiveRoute;
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
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamCall;
import io.tallygate.gateway.upstream.UpstreamConnection;
import io.tallygate.gateway.upstream.UpstreamConnections.Waiting;
import io.tallygate.gateway.upstream.UpstreamFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection, and its calls one after the other: matched, checked, sent upstream, answered, recorded. The
/// record is in the
/// journal before the last byte of the answer is handed to the socket; a call that went upstream is recorded exactly
/// once however it ends.
final class ProxyHandler extends ChannelInboundHandlerAdapter implements UpstreamCall {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);
    private static final String OWN_PATH = "/.tallygate/";
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final int MAX_ATTEMPTS = 3;
    private static final int STATUS_NONE = 499;
    private static final long LINGER_NANOS = 2_000_000_000L;
    /// What is left of a refused request's body is read and dropped up to here, so that the connection can be used
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
    private final Deadline deadline;

    private @Nullable ChannelHandlerContext client;
    private String clientAddress = "";
    private At at = At.IDLE;
    private @Nullable LiveRoute route;
    private @Nullable UpstreamConnection upstream;
    private @Nullable Waiting waiting;
    private @Nullable HttpContent heldEnd;
    private String upstreamTarget = "";
    private int chosenTarget;
    private int attempt;
    private boolean reserved;
    private boolean counted;
    private boolean sent;
    private boolean requestEnded;
    private boolean responseStarted;
    private boolean keepAlive;
    private boolean expectsContinue;
    private boolean inCall;
    private int status;
    private long discarded;
    private long sentAtNanos;
    private long upstreamNanos;

    ProxyHandler(Loop loop, RequestDecoder decoder, ResponseEncoder encoder) {
        this.loop = loop;
        this.decoder = decoder;
        this.encoder = encoder;
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

    // what the client sends ------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
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
        UpstreamConnection connection = upstream;
        if (connection != null && !requestEnded) {
            connection.flush();
        }
        if (at == At.IDLE && decoder.isInsideHead()) {
            deadline.set(System.nanoTime(), loop.limits.headTime().toNanos());
        }
        if (at != At.IDLE
                && decoder.waiting() > loop.limits.pendingBytes()
                && ctx.channel().config().isAutoRead()) {
            loop.metrics.hit(Limit.PENDING_BYTES);
            ctx.channel().config().setAutoRead(false);
        }
        ctx.flush();
    }

    private void begin(HttpRequest request) {
        deadline.clear();
        LiveConfig config = loop.configuration.current();
        reset(config == null ? Consumers.NONE : config.consumers());
        RequestHead head = call.request();
        Malformed malformed = head.read(request);
        keepAlive = head.isKeepAlive() && !loop.stopping;
        if (malformed != null) {
            malformed(malformed);
            return;
        }
        Problem refusal = config == null ? Problems.NOT_READY : admit(config);
        if (refusal != null) {
            refuse(refusal);
        } else {
            connect(false);
        }
    }

    /// @return why the call cannot go upstream; null when it may, with everything counted and reserved
    private @Nullable Problem admit(LiveConfig config) {
        RequestHead head = call.request();
        if (head.method().equals("CONNECT")
                || head.method().equals("TRACE")
                || head.path().isEmpty()) {
            return Problems.METHOD_NOT_SUPPORTED;
        }
        String expectation = head.header(HttpHeaderNames.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return Problems.EXPECTATION_FAILED;
        }
        expectsContinue = expectation != null && head.hasBody() && head.isHttp11();
        String upgrade = head.header(HttpHeaderNames.UPGRADE);
        if (upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket")) {
            return Problems.UPGRADE_NOT_SUPPORTED;
        }
        if (head.contentLength() > loop.limits.requestBodyBytes()) {
            loop.metrics.hit(Limit.REQUEST_BODY);
            return Problems.tooLarge(
                    413, "The body is larger than %,d bytes.".formatted(loop.limits.requestBodyBytes()));
        }
        RequestPath path;
        try {
            path = RequestPath.of(head.path());
        } catch (RequestPath.AmbiguousPath ambiguous) {
            return Problems.badRequest(String.valueOf(ambiguous.getMessage()));
        }
        if (path.normal().startsWith(OWN_PATH)) {
            return Problems.NO_ROUTE;
        }
        LiveRoute found = config.routes().match(head.host(), path.normal(), head.method());
        if (found == null) {
            List<String> methods = config.routes().methodsAt(head.host(), path.normal());
            if (methods.isEmpty()) {
                return Problems.NO_ROUTE;
            }
            String allowed = String.join(", ", methods);
            call.answerHeader("Allow", allowed);
            return Problems.methodNotAllowed(allowed);
        }
        return admit(found, path, config.revision());
    }

    private @Nullable Problem admit(LiveRoute found, RequestPath path, long revision) {
        RequestHead head = call.request();
        route = found;
        int prefix = found.route().path().length();
        loop.usage.describe(
                call, found.route(), found.route().operations().nameOf(head.method(), path.normal(), prefix), revision);
        call.upstreamQuery(head.query());
        if (found.policies().onRequest(call) instanceof Verdict.Reject(Problem problem)) {
            return problem;
        }
        counted = true;
        if (found.route().metered()) {
            if (!loop.usage.reserve()) {
                return Problems.USAGE_JOURNAL_FULL;
            }
            reserved = true;
        }
        upstreamTarget = target(found, path);
        chosenTarget = found.upstream().chooseTarget();
        prepareHeaders(head.headers());
        return null;
    }

    private String target(LiveRoute found, RequestPath path) {
        String rest = path.raw();
        if (found.route().stripPath()) {
            int segments =
                    (int) found.route().path().chars().filter(c -> c == '/').count();
            rest = path.rawBehind(segments);
        }
        String base = found.upstream().basePath();
        String whole = base.isEmpty() && rest.isEmpty() ? "/" : base + rest;
        String query = call.upstreamQuery();
        return query == null ? whole : whole + "?" + query;
    }

    private void prepareHeaders(HttpHeaders headers) {
        HopByHop.removeFrom(headers);
        headers.remove(HttpHeaderNames.EXPECT);
        ForwardedHeaders.put(call, clientAddress, "http");
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
            breakOff(Problems.tooLarge(
                    413, "The body is larger than %,d bytes.".formatted(loop.limits.requestBodyBytes())));
        } else {
            deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
            connection.send(part);
            if (!connection.isWritable()) {
                client().channel().config().setAutoRead(false);
                deadline.clear(); // it is the upstream's turn
            }
        }
    }

    private void bodyEnd(LastHttpContent last) {
        requestEnded = true;
        call.usage().requestBytes += last.content().readableBytes();
        UpstreamConnection connection = upstream;
        switch (at) {
            case UPSTREAM -> {
                deadline.clear();
                if (connection == null) {
                    last.release();
                } else {
                    connection.send(withoutTrailers(last));
                }
            }
            case CONNECTING -> heldEnd = withoutTrailers(last);
            case DISCARDING -> {
                last.release();
                finish();
            }
            case IDLE, CLOSING -> last.release();
        }
    }

    /// Trailers are not carried on: what a check did not see must not turn into a header behind it.
    private static HttpContent withoutTrailers(LastHttpContent last) {
        if (last.trailingHeaders().isEmpty()) {
            return last;
        }
        return new DefaultLastHttpContent(last.content());
    }

    private void discard(HttpContent part) {
        discarded += part.content().readableBytes();
        part.release();
        if (discarded > MAX_DISCARD) {
            close();
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
        keepAlive = false;
        if (!inCall) {
            beginUnread();
        }
        breakOff(Answers.problemOf(malformed));
    }

    // upstream -------------------------------------------------------------------------------------------------------

    private LiveRoute route() {
        LiveRoute live = route;
        if (live == null) {
            throw new IllegalStateException("no route");
        }
        return live;
    }

    private void connect(boolean fresh) {
        at = At.CONNECTING;
        Upstream to = route().upstream();
        Waiting place = loop.upstreams.connect(to, to.target(chosenTarget, attempt), fresh, this);
        if (at == At.CONNECTING) {
            waiting = place;
        }
    }

    @Override
    public void onConnection(UpstreamConnection connection) {
        waiting = null;
        upstream = connection;
        at = At.UPSTREAM;
        sent = true;
        sentAtNanos = System.nanoTime();
        RequestHead head = call.request();
        Upstream to = route().upstream();
        head.headers()
                .set(HttpHeaderNames.HOST, to.target(chosenTarget, attempt).authority());
        connection.send(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, head.message().method(), upstreamTarget, head.headers()),
                head.isHead());
        HttpContent end = heldEnd;
        heldEnd = null;
        if (end != null) {
            connection.send(end);
        } else if (!requestEnded && head.hasBody()) {
            connection.flush();
            if (expectsContinue) {
                client().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
            deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
            decoder.proceed();
        }
    }

    @Override
    public void onWritable() {
        if (at == At.UPSTREAM && !requestEnded) {
            client().channel().config().setAutoRead(true);
            deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
        }
    }

    @Override
    public void onInterim(HttpResponse interim) {
        if (call.request().isHttp11() && interim.status().code() != 100) {
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
        upstreamNanos = System.nanoTime() - sentAtNanos;
        responseStarted = true;
        status = head.status().code();
        boolean http11 = call.request().isHttp11();
        if (!requestEnded || !http11 && Answers.endsWithConnection(head, call)) {
            keepAlive = false; // the rest of the request is nobody's, or the end of the body is the connection's
        }
        encoder.answers(call.request().isHead());
        client().write(Answers.of(head, call, http11, keepAlive));
    }

    @Override
    public void onBody(HttpContent part) {
        call.usage().responseBytes += part.content().readableBytes();
        client().write(part);
        UpstreamConnection connection = upstream;
        if (connection != null && !client().channel().isWritable()) {
            connection.pause();
            deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
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
        answered(plain);
    }

    /// The answer's last part goes to the socket; then the next call, or the end.
    private void answered(Object last) {
        if (keepAlive && requestEnded) {
            client().writeAndFlush(last, client().voidPromise());
            finish();
        } else {
            at = At.CLOSING;
            client().writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        waiting = null;
        upstream = null;
        if (!responseStarted && mayTryAgain(failure)) {
            attempt += failure.isBeforeSending() ? 1 : 0;
            loop.metrics.upstreamRetries.increment();
            sent = false;
            if (requestEnded && heldEnd == null) {
                heldEnd = LastHttpContent.EMPTY_LAST_CONTENT;
            }
            connect(failure == UpstreamFailure.STALE);
            return;
        }
        Outcome outcome = failure.isTimeout()
                ? Outcome.UPSTREAM_TIMEOUT
                : responseStarted ? Outcome.UPSTREAM_ABORTED : Outcome.UPSTREAM_REFUSED;
        if (responseStarted) {
            end(outcome); // the client must see that the answer is not complete
            close();
            return;
        }
        Problem problem = Answers.problemOf(failure);
        if (sent) {
            status = problem.status();
            end(outcome);
            answer(problem);
        } else {
            refuse(problem);
        }
    }

    /// A stale connection may have swallowed the call unseen: only what can be repeated without harm is sent again,
    /// once.
    private boolean mayTryAgain(UpstreamFailure failure) {
        if (failure == UpstreamFailure.STALE) {
            return attempt == 0
                    && !call.request().hasBody()
                    && IDEMPOTENT.contains(call.request().method());
        }
        return (failure == UpstreamFailure.UNREACHABLE || failure == UpstreamFailure.CONNECT_TIMEOUT)
                && attempt + 1
                        < Math.min(MAX_ATTEMPTS, route().upstream().targets().size());
    }

    // how a call ends ------------------------------------------------------------------------------------------------

    /// The gateway answers by itself; nothing went upstream, so nothing is used up and nothing recorded.
    private void refuse(Problem problem) {
        if (counted) {
            route().policies().withdraw(call);
            counted = false;
        }
        if (reserved) {
            loop.usage.release();
            reserved = false;
        }
        status = problem.status();
        ended(Outcome.REFUSED);
        answer(problem);
    }

    /// The client's own fault in the middle of a call.
    private void breakOff(Problem problem) {
        keepAlive = false;
        UpstreamConnection connection = upstream;
        boolean started = responseStarted;
        leaveUpstream(connection);
        if (sent && inCall) {
            status = started ? status : problem.status();
            end(Outcome.CLIENT_FAILED);
        } else if (inCall) {
            if (!started) {
                refuse(problem);
                return;
            }
        }
        if (started) {
            close();
        } else {
            answer(problem);
        }
    }

    private void leaveUpstream(@Nullable UpstreamConnection connection) {
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
        boolean bodyLeft = !requestEnded && head.hasBody();
        if (bodyLeft && expectsContinue) {
            keepAlive = false; // whether the body still comes is the client's choice
        }
        encoder.answers(head.isHead());
        var response = Answers.of(problem, call, head.isHttp11Safely(), keepAlive);
        if (!keepAlive) {
            at = At.CLOSING;
            client().writeAndFlush(response).addListener(_ -> lingerThenClose());
        } else if (bodyLeft) {
            at = At.DISCARDING;
            client().writeAndFlush(response, client().voidPromise());
            deadline.set(System.nanoTime(), loop.limits.bodyTime().toNanos());
            decoder.proceed();
        } else {
            client().writeAndFlush(response, client().voidPromise());
            if (requestEnded) {
                finish();
            } else {
                at = At.DISCARDING; // the end of a request without a body is about to come
            }
        }
    }

    /// Closing while the client still sends would reset the connection, and the client might never read its answer
    /// (RFC 9112, 9.6): we say that nothing more comes and drop what arrives, for a moment.
    private void lingerThenClose() {
        if (client().channel() instanceof SocketChannel socket && socket.isActive() && !socket.isOutputShutdown()) {
            deadline.set(System.nanoTime(), LINGER_NANOS);
            if (!socket.config().isAutoRead()) {
                socket.config().setAutoRead(true);
            }
            socket.shutdownOutput();
        } else {
            client().close();
        }
    }

    /// A call that went upstream has ended: what is given back is given back, and the record is written.
    private void end(Outcome outcome) {
        if (status == 0) {
            status = STATUS_NONE;
        }
        long nanos = System.nanoTime() - call.startedAtNanos();
        if (upstreamNanos == 0) {
            upstreamNanos = System.nanoTime() - sentAtNanos;
        }
        loop.usage.end(
                call, outcome, status, call.usage().startedAtMicros + nanos / 1000, nanos / 1000, upstreamNanos / 1000);
        if (counted) {
            route().policies().onEnd(call);
            counted = false;
        }
        if (reserved) {
            loop.usage.record(call);
            reserved = false;
        }
        ended(outcome);
    }

    private void ended(Outcome outcome) {
        inCall = false;
        loop.metrics.callsEnded.increment();
        long micros = (System.nanoTime() - call.startedAtNanos()) / 1000;
        loop.counts.count(
                status,
                outcome,
                micros,
                Math.max(0, micros - upstreamNanos / 1000),
                call.usage().requestBytes,
                call.usage().responseBytes);
    }

    /// The connection is free for its next call.
    private void finish() {
        call.clear();
        route = null;
        at = At.IDLE;
        ChannelHandlerContext ctx = client();
        if (loop.stopping) {
            close();
            return;
        }
        if (!ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(true);
        }
        waitForRequest();
        decoder.next();
    }

    private void close() {
        at = At.CLOSING;
        client().close();
    }

    // what else may happen -------------------------------------------------------------------------------------------

    private void late() {
        switch (at) {
            case IDLE -> {
                if (decoder.isInsideHead()) {
                    loop.metrics.hit(Limit.HEAD_TIME);
                    timeout();
                } else {
                    loop.metrics.hit(Limit.IDLE_TIME);
                    close();
                }
            }
            case UPSTREAM, DISCARDING -> {
                loop.metrics.hit(Limit.BODY_TIME);
                if (responseStarted || at == At.DISCARDING) {
                    abort(Outcome.CLIENT_GONE);
                } else {
                    breakOff(Problems.REQUEST_TIMEOUT);
                }
            }
            case CLOSING -> client().close();
            case CONNECTING -> {}
        }
    }

    private void timeout() {
        keepAlive = false;
        beginUnread();
        refuse(Problems.REQUEST_TIMEOUT);
    }

    /// A call whose head never became one: it gets an id and an answer.
    private void beginUnread() {
        reset(Consumers.NONE);
    }

    private void reset(Consumers consumers) {
        loop.metrics.callsBegun.increment();
        inCall = true;
        call.begin(consumers, epochMicros(), System.nanoTime());
        loop.usage.identify(call);
        requestEnded = false;
        responseStarted = false;
        expectsContinue = false;
        sent = false;
        reserved = false;
        counted = false;
        attempt = 0;
        discarded = 0;
        upstreamNanos = 0;
        status = 0;
    }

    private static long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /// Ends whatever is under way and closes.
    private void abort(Outcome outcome) {
        leaveUpstream(upstream);
        HttpContent end = heldEnd;
        heldEnd = null;
        ReferenceCountUtil.release(end);
        if (inCall && sent) {
            end(outcome);
        } else if (inCall) {
            if (counted) {
                route().policies().withdraw(call);
                counted = false;
            }
            if (reserved) {
                loop.usage.release();
                reserved = false;
            }
            ended(outcome);
        }
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.clients.remove(this);
        loop.metrics.clientConnectionsClosed.increment();
        if (inCall) {
            abort(Outcome.CLIENT_GONE);
        }
        at = At.CLOSING;
        loop.deadlines.remove(deadline);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            loop.metrics.failures.increment();
            LOG.error("A call failed inside the gateway", cause);
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
            keepAlive = responseStarted && keepAlive;
        }
    }

    /// The gateway stops now.
    void stopNow() {
        abort(Outcome.GATEWAY_STOPPED);
    }
}
