package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.AnswerWriter;
import io.tallygate.gateway.http.BodyReader;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.problem.Problems;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// One client connection in HTTP/1.1, and its calls one after the other: the next request is not looked at before the
/// one
/// before it is answered, however much has arrived. What waits is bounded by
/// [io.tallygate.gateway.http.HttpLimits#pendingBytes].
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientSide, BodyReader.Sink, Client {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes();
    /// What a client begins with who knows that HTTP/2 is spoken here (RFC 9113, 3.4).
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes();
    private static final long LINGER_NANOS = 2_000_000_000L;
    /// What is left of an answered request's body is read and dropped up to here, so that the connection can be used
    /// again.
    private static final long MAX_DISCARD = 256 << 10;

    private enum At {
        /// Between calls, or inside a head.
        IDLE,
        /// A call is under way.
        CALL,
        /// The call has become a WebSocket.
        TUNNEL,
        /// Answered; the rest of the request is dropped.
        DISCARDING,
        /// Nothing more is read or answered.
        CLOSING
    }

    private final Loop loop;
    private final Channel channel;
    private final AnswerWriter writer;
    private final BodyReader body;
    private final Deadline deadline;
    private final String address;
    private final boolean secure;
    private final @Nullable X509Certificate peerCertificate;
    private final @Nullable ServedName servedName;

    private At at = At.IDLE;
    private @Nullable Call call;
    private @Nullable ByteBuf arrived;
    private @Nullable Unread unread;
    private boolean working;
    private boolean fresh = true;
    private boolean emptyLineSkipped;
    private boolean headTimed;
    private boolean proceeding;
    private boolean readsOn = true;
    private boolean requestEnded = true;
    private boolean http11 = true;
    private boolean keepAlive;
    private boolean expectsContinue;
    private boolean endsWithConnection;
    private boolean mayDiscard;
    private long discarded;

    ClientConnection(Loop loop, Channel channel, boolean secure) {
        this.loop = loop;
        this.channel = channel;
        this.secure = secure;
        this.peerCertificate = secure ? PeerCertificate.of(channel) : null;
        this.servedName = secure ? ServedName.of(channel) : null;
        this.writer = new AnswerWriter(channel);
        this.body = new BodyReader(loop.limits);
        this.deadline = loop.deadlines.add(this::late);
        this.address = ClientAddress.of(channel);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin();
    }

    /// The connection is there.
    void begin() {
        loop.clients.add(this);
        loop.metrics.clientConnectionsOpened.increment();
        waitForRequest();
    }

    private void waitForRequest() {
        deadline.start(loop.limits.idleTime().toNanos());
    }

    private void waitForBody() {
        deadline.start(loop.limits.bodyTime().toNanos());
    }

    // what the client sends ------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf before = arrived;
        if (before == null) {
            arrived = in;
        } else {
            arrived = joined(before, in);
        }
        work();
    }

    private ByteBuf joined(ByteBuf before, ByteBuf in) {
        int count = before.readableBytes() + in.readableBytes();
        ByteBuf into = before;
        if (before.writableBytes() < in.readableBytes() || before.refCnt() > 1) {
            into = channel.alloc().directBuffer(Integer.highestOneBit(count) * 2);
            into.writeBytes(before);
            before.release();
        }
        into.writeBytes(in);
        in.release();
        return into;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Call current = call;
        if (current != null && isUnderWay()) {
            current.bodyPaused();
        }
        if (at == At.IDLE && !headTimed && isInsideHead()) {
            headTimed = true; // from its first octet on: one more now and then buys no time
            deadline.start(loop.limits.headTime().toNanos());
        }
        readOrWait();
    }

    private boolean isUnderWay() {
        return at == At.CALL || at == At.TUNNEL;
    }

    private boolean isInsideHead() {
        Call current = call;
        return current != null && current.request().hasBegun() || fresh && arrived != null;
    }

    /// Looks at what has arrived, as far as it is its turn.
    private void work() {
        if (working) {
            return; // whoever is at it goes on
        }
        working = true;
        try {
            boolean goOn = true;
            for (ByteBuf in = arrived; goOn && in != null && in.isReadable(); in = arrived) {
                goOn = switch (at) {
                    case IDLE -> head(in);
                    case CALL, DISCARDING -> body(in);
                    case TUNNEL -> tunnel(in);
                    case CLOSING -> {
                        in.skipBytes(in.readableBytes());
                        yield true;
                    }
                };
            }
        } finally {
            working = false;
            ByteBuf in = arrived;
            if (in != null && !in.isReadable()) {
                arrived = null;
                in.release();
            }
        }
    }

    private boolean head(ByteBuf in) {
        if (fresh) {
            int seen = prefaceSeen(in);
            if (seen > 0) {
                if (seen == PREFACE.length) {
                    speakHttp2();
                }
                return false;
            }
            fresh = false;
        }
        Call current = call;
        if (current == null || !current.request().hasBegun()) {
            if (!emptyLineSkipped && in.getByte(in.readerIndex()) == '\r') {
                if (in.readableBytes() == 1) {
                    return false;
                }
                if (in.getByte(in.readerIndex() + 1) == '\n') {
                    in.skipBytes(2); // RFC 9112, 2.2: some clients end a body with a line of its own
                    emptyLineSkipped = true;
                    return true;
                }
            }
            if (current == null) {
                current = loop.take();
                current.open(this);
                call = current;
            }
        }
        RequestHead head = current.request();
        boolean complete = head.read(in, loop.limits);
        if (!complete && head.malformed() == null) {
            return true; // it took all there is
        }
        headTimed = false;
        deadline.clear();
        emptyLineSkipped = false;
        Malformed malformed = complete ? head.understand(loop.authorities) : head.malformed();
        understood(current, head, malformed == null ? contradicted(head, in) : malformed);
        return true;
    }

    /// @return  how many of the preface's octets are there; 0: something else is
    private int prefaceSeen(ByteBuf in) {
        if (secure) {
            return 0; // there it is agreed on beforehand
        }
        int count = Math.min(PREFACE.length, in.readableBytes());
        for (int i = 0; i < count; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                return 0;
            }
        }
        return count;
    }

    /// The client speaks HTTP/2: another one takes the connection over, with all that has arrived.
    private void speakHttp2() {
        ByteBuf in = arrived;
        arrived = null;
        at = At.CLOSING;
        loop.clients.remove(this);
        loop.deadlines.remove(deadline);
        ChannelPipeline pipeline = channel.pipeline();
        Http2Client.begin(loop, pipeline, secure);
        pipeline.remove(this);
        if (in != null) {
            pipeline.fireChannelRead(in);
        }
    }

    /// Who says that it waits with its body, and sends it in the same breath, is taken by some for two requests.
    private static @Nullable Malformed contradicted(RequestHead head, ByteBuf in) {
        return head.hasBody()
                        && head.minorVersion() == 1
                        && in.isReadable()
                        && head.fields().contains(FieldName.EXPECT)
                ? new Malformed(Malformed.Reason.FRAMING, "The body came together with the question whether it may.")
                : null;
    }

    private void understood(Call current, RequestHead head, @Nullable Malformed malformed) {
        at = At.CALL;
        proceeding = false;
        readsOn = true;
        discarded = 0;
        endsWithConnection = false;
        http11 = head.minorVersion() == 1;
        if (malformed != null) {
            requestEnded = true;
            keepAlive = false;
            mayDiscard = false;
            loop.metrics.malformedRequests.increment();
            Limit limit = Answers.limitOf(malformed);
            if (limit != null) {
                loop.metrics.hit(limit);
            }
            if (malformed.reason() == Malformed.Reason.MINOR_VERSION) {
                abort(Outcome.CLIENT_GONE);
                return;
            }
        } else {
            requestEnded = !head.hasBody();
            keepAlive = head.isKeepAlive() && !loop.leaving;
            expectsContinue = http11 && head.fields().contains(FieldName.EXPECT);
            mayDiscard = !expectsContinue && head.contentLength() <= MAX_DISCARD;
            if (head.isChunked()) {
                body.beginChunked();
            } else if (head.hasBody()) {
                body.begin(head.contentLength());
            } else {
                body.none();
            }
        }
        current.begin(malformed);
    }

    /// @return  whether to look again
    private boolean body(ByteBuf in) {
        if (requestEnded || at == At.CALL && !proceeding) {
            return false;
        }
        body.read(in, this);
        return true;
    }

    /// @return  whether to look again
    private boolean tunnel(ByteBuf in) {
        Call current = call;
        if (!readsOn || current == null) {
            return false;
        }
        current.body(in.readRetainedSlice(in.readableBytes()));
        return true;
    }

    @Override
    public void onData(ByteBuf part) {
        Call current = call;
        if (at == At.CALL && current != null) {
            current.body(part);
            return;
        }
        discarded += part.readableBytes();
        part.release();
        if (at == At.DISCARDING && discarded > MAX_DISCARD) {
            at = At.CLOSING;
            linger();
        }
    }

    @Override
    public void onBodyEnd(@Nullable Fields trailers) {
        if (trailers != null && Answers.holdsForbidden(trailers)) {
            onMalformedBody(new Malformed(Malformed.Reason.FRAMING, "A field behind the body has no place there."));
            return;
        }
        requestEnded = true;
        Call current = call;
        if (at == At.CALL && current != null) {
            current.bodyEnd(trailers);
        } else if (at == At.DISCARDING) {
            next();
        }
    }

    @Override
    public void onMalformedBody(Malformed malformed) {
        loop.metrics.malformedRequests.increment();
        keepAlive = false;
        mayDiscard = false;
        Call current = call;
        if (at == At.CALL && current != null) {
            current.bodyMalformed(malformed);
        } else {
            close(); // answered already
        }
    }

    /// Reads from the client's socket as long as there is somewhere to put it.
    private void readOrWait() {
        ByteBuf in = arrived;
        boolean ahead = in != null && in.readableBytes() > loop.limits.pendingBytes();
        boolean reads = at == At.CLOSING || !ahead && (readsOn || requestEnded && at != At.TUNNEL);
        if (reads != channel.config().isAutoRead()) {
            if (ahead && !reads) {
                loop.metrics.hit(Limit.PENDING_BYTES);
            }
            channel.config().setAutoRead(reads);
        }
    }

    // what the call says ---------------------------------------------------------------------------------------------

    @Override
    public String address() {
        return address;
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return peerCertificate;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public boolean isMisdirected(String host) {
        return servedName != null && !servedName.covers(host);
    }

    @Override
    public boolean takesInterim() {
        return http11;
    }

    @Override
    public void proceed() {
        proceeding = true;
        if (!working) {
            work();
            Call current = call;
            if (current != null && at == At.CALL) {
                current.bodyPaused();
            }
            readOrWait();
        }
    }

    @Override
    public void readOn(boolean reads) {
        readsOn = reads;
        if (reads && at == At.TUNNEL) {
            goOn();
        }
        readOrWait();
    }

    @Override
    public void sendContinue() {
        channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    }

    @Override
    public void sendInterim(AnswerHead head) {
        writer.interim(head);
    }

    @Override
    public void switchProtocols(AnswerHead head) {
        keepAlive = false;
        readsOn = true;
        at = At.TUNNEL;
        writer.interim(head);
        goOn();
    }

    @Override
    public void sendHead(AnswerHead head, boolean own) {
        Call current = call;
        boolean bodied = current != null && head.mayHaveBody(current.request().isHead());
        boolean unknown = bodied && head.contentLength() < 0;
        endsWithConnection = unknown && !http11;
        if (loop.leaving || endsWithConnection || !requestEnded && !(own && mayDiscard) || isFollowedByRest()) {
            keepAlive = false; // the rest of the request is nobody's, or the end of the body is the connection's
        }
        Fields fields = head.fields();
        if (head.isChunked() && (!http11 || !bodied)) {
            fields.remove(FieldName.TRANSFER_ENCODING);
        }
        if (unknown && http11 && !head.isChunked()) {
            fields.add(FieldName.TRANSFER_ENCODING, "chunked");
        }
        if (head.status() == 204) {
            fields.remove(FieldName.CONTENT_LENGTH); // RFC 9110, 8.6
        }
        if (!keepAlive) {
            fields.add(FieldName.CONNECTION, "close");
        } else if (!http11) {
            fields.add(FieldName.CONNECTION, "keep-alive");
        }
        writer.head(head, unknown && http11, bodied);
    }

    private boolean isFollowedByRest() {
        ByteBuf in = arrived;
        return requestEnded && in != null && in.isReadable() && !RequestHead.canBegin(in);
    }

    @Override
    public void sendBody(ByteBuf part) {
        writer.body(part);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void end(@Nullable Fields trailers) {
        call = null;
        writer.end(trailers);
        if (!keepAlive) {
            closeAfter(writer.flushed());
            return;
        }
        writer.flush();
        if (requestEnded) {
            next();
        } else {
            at = At.DISCARDING;
            readsOn = true;
            waitForBody();
            goOn();
        }
    }

    /// The connection is free for its next call.
    private void next() {
        at = At.IDLE;
        headTimed = false;
        if (loop.stopping) {
            closeAfter(writer.flushed());
            return;
        }
        waitForRequest();
        goOn();
    }

    private void goOn() {
        if (!working) {
            work();
            readOrWait();
        }
    }

    /// Ends the connection inside an answer. Where only the end of the connection tells the end of the body, a reset
    /// tells that this was not it.
    @Override
    public void cut() {
        call = null;
        writer.flush();
        if (endsWithConnection) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            at = At.CLOSING;
            channel.unsafe().close(channel.voidPromise()); // past TLS, which would say that this was all
            return;
        }
        close();
    }

    // how a connection ends ------------------------------------------------------------------------------------------

    /// The last answer of this connection is on its way.
    private void closeAfter(ChannelFuture written) {
        ByteBuf in = arrived;
        boolean mayStillSend = !requestEnded || in != null && in.isReadable();
        at = At.CLOSING;
        written.addListener(mayStillSend ? _ -> linger() : ChannelFutureListener.CLOSE);
    }

    /// Closing while the client still sends would reset the connection, and the client might never read its answer
    /// (RFC 9112, 9.6): we say that nothing more comes and drop what arrives, for a moment.
    private void linger() {
        if (channel instanceof SocketChannel socket && socket.isActive() && !socket.isOutputShutdown()) {
            deadline.start(LINGER_NANOS);
            goOn();
            readOrWait();
            SslHandler tls = secure ? channel.pipeline().get(SslHandler.class) : null;
            if (tls == null) {
                socket.shutdownOutput();
            } else {
                tls.closeOutbound(); // without close_notify the answer could have been cut by anybody
            }
        } else {
            channel.close();
        }
    }

    private void close() {
        at = At.CLOSING;
        channel.close();
    }

    private void abort(Outcome outcome) {
        Call current = call;
        call = null;
        if (current != null) {
            current.gone(outcome);
        }
        close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Call current = call;
        if (current != null && isUnderWay() && channel.isWritable()) {
            current.onClientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.clients.remove(this);
        loop.metrics.clientConnectionsClosed.increment();
        abort(Outcome.CLIENT_GONE);
        writer.close();
        loop.deadlines.remove(deadline);
        ByteBuf in = arrived;
        if (in != null && !working) {
            arrived = null;
            in.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            loop.metrics.fault("serving a client's connection", cause);
        }
        abort(Outcome.CLIENT_GONE);
    }

    private void late() {
        switch (at) {
            case IDLE -> {
                Call current = call;
                if (current != null && isInsideHead()) {
                    loop.metrics.hit(Limit.HEAD_TIME);
                    at = At.CALL;
                    keepAlive = false;
                    requestEnded = false;
                    mayDiscard = false;
                    http11 = true;
                    current.refuseUnread(Problems.REQUEST_TIMEOUT);
                } else {
                    loop.metrics.hit(headTimed ? Limit.HEAD_TIME : Limit.IDLE_TIME); // half a preface is a head, too
                    close();
                }
            }
            case DISCARDING -> {
                loop.metrics.hit(Limit.BODY_TIME);
                close();
            }
            case CALL, TUNNEL -> {} // the call has a deadline of its own
            case CLOSING -> channel.close();
        }
    }

    @Override
    public boolean isStalled(long nowNanos, long patienceNanos) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long octets = out == null ? 0 : out.totalPendingWriteBytes();
        Unread known = unread;
        if (known == null) {
            if (octets == 0) {
                return false;
            }
            known = new Unread();
            unread = known;
        }
        return known.isStalled(octets, nowNanos, patienceNanos);
    }

    @Override
    public void giveUp() {
        loop.metrics.hit(Limit.UNREAD_TIME);
        channel.config().setOption(ChannelOption.SO_LINGER, 0); // the kernel need not keep it either
        abort(Outcome.CLIENT_GONE);
    }

    @Override
    public boolean isWithholding(long nowNanos, long patienceNanos) {
        Call current = call;
        return at == At.CALL && current != null && current.isWithheld(nowNanos, patienceNanos);
    }

    @Override
    public void giveUpWithheld(long nowNanos, long patienceNanos) {
        Call current = call;
        if (current != null && isWithholding(nowNanos, patienceNanos)) {
            current.giveUpWithheld();
        }
    }

    /// The gateway is about to stop: no more calls, and one that is under way is the last.
    @Override
    public void stopSoon() {
        Call current = call;
        if (at == At.IDLE) {
            abort(Outcome.GATEWAY_STOPPED);
        } else if (at == At.TUNNEL && current != null) {
            current.stopSoon();
        }
    }

    /// The gateway stops now.
    @Override
    public void stopNow() {
        abort(Outcome.GATEWAY_STOPPED);
    }
}
