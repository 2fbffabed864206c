package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tallygate.gateway.exchange.Outcome;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Http2Heads;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.observe.Limit;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One client connection in HTTP/2; each of its streams is a call's [ClientSide], an [Http2Call]. Frames and flow
/// control are Netty's; what may be sent how often is [FrameWatch]'s.
final class Http2Client extends Http2ConnectionHandler implements Client {
    private static final long CLOSING_MILLIS = 1_000;

    // octets that are read of a connection before others have their turn: some hundreds of frames may lie in them
    private static final int LEAST_READ = 256;
    private static final int USUAL_READ = 2_048;
    private static final int MOST_READ = 16_384;

    private final Loop loop;
    private final Channel channel;
    private final Deadline deadline;
    private final PropertyKey key;
    private final FrameWatch watch;
    private final List<Http2Call> touched = new ArrayList<>();
    /// Begun when all that has arrived is read: one whose client has reset it by then never was.
    private final List<Http2Call> fresh = new ArrayList<>();
    private final String address;
    private final boolean secure;
    private final @Nullable X509Certificate peerCertificate;
    private final @Nullable ServedName servedName;
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private long updatesEarned;
    private boolean lastTold;
    private final Unread unread = new Unread();
    private boolean stalled;

    private Http2Client(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Frames frames,
            Loop loop,
            Channel channel,
            boolean secure) {
        super(decoder, encoder, settings);
        this.loop = loop;
        this.channel = channel;
        this.secure = secure;
        this.peerCertificate = secure ? PeerCertificate.of(channel) : null;
        this.servedName = secure ? ServedName.of(channel) : null;
        this.address = ClientAddress.of(channel);
        this.deadline = loop.deadlines.add(this::late);
        this.watch = new FrameWatch(loop, this);
        this.key = connection().newKey();
        frames.client = this;
        gracefulShutdownTimeoutMillis(CLOSING_MILLIS);
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed(stream);
            }
        });
        connection().remote().flowController().listener(this::writabilityChanged);
    }

    /// Adds what speaks HTTP/2 to the end of a connection that is there, and counted.
    static void begin(Loop loop, ChannelPipeline pipeline, boolean secure) {
        Http2Client client = new Builder(loop, pipeline.channel(), secure).build();
        loop.clients.add(client);
        client.waitForCall();
        pipeline.channel()
                .config()
                .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, USUAL_READ, MOST_READ).maxMessagesPerRead(1));
        pipeline.addLast(client.watch, client);
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Client, Builder> {
        private final Loop loop;
        private final Channel channel;
        private final boolean secure;
        private final Frames frames = new Frames();

        private Builder(Loop loop, Channel channel, boolean secure) {
            this.loop = loop;
            this.channel = channel;
            this.secure = secure;
            server(true);
            frameListener(frames);
            validateHeaders(true);
            decoderEnforceMaxRstFramesPerWindow(0, 0); // ours are counted by name
            decoderEnforceMaxSmallContinuationFrames(loop.protocols.http2Continuations());
            decoderEnforceMaxConsecutiveEmptyDataFrames(0);
            initialSettings(new Http2Settings()
                    .maxConcurrentStreams(loop.protocols.http2Streams())
                    .initialWindowSize(loop.protocols.http2StreamWindow())
                    .maxHeaderListSize(loop.limits.headBytes()));
        }

        @Override
        protected Http2Client build() {
            return super.build();
        }

        @Override
        protected Http2Client build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Client(decoder, encoder, settings, frames, loop, channel, secure);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
        int more = loop.protocols.http2Window() - 65_535;
        if (more > 0) {
            connection()
                    .local()
                    .flowController()
                    .incrementWindowSize(connection().connectionStream(), more);
        }
        flush(ctx);
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return known;
    }

    private void waitForCall() {
        deadline.start(loop.limits.idleTime().toNanos());
    }

    // what the client sends ------------------------------------------------------------------------------------------

    /// What Netty has read.
    private static final class Frames extends Http2FrameAdapter {
        private @Nullable Http2Client client;

        private Http2Client client() {
            Http2Client known = client;
            if (known == null) {
                throw new IllegalStateException("frames of no connection");
            }
            return known;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            client().head(streamId, headers, endOfStream);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            return client().data(streamId, data, padding, endOfStream);
        }
    }

    private void head(int streamId, Http2Headers headers, boolean ended) throws Http2Exception {
        Http2Stream stream = connection().stream(streamId);
        if (stream == null) {
            return;
        }
        Http2Call known = stream.getProperty(key);
        Malformed malformed;
        if (known != null) {
            Fields trailers = new Fields();
            malformed = ended
                    ? Http2Heads.readTrailers(headers, trailers, loop.limits)
                    : new Malformed(Malformed.Reason.FRAMING, "Trailers do not end their stream.");
            if (malformed == null) {
                touched.add(known);
                known.ended(trailers);
                return;
            }
        } else {
            Call call = loop.take();
            Http2Call side = new Http2Call(this, stream, call, loop, ended);
            call.open(side);
            malformed = Http2Heads.read(headers, ended, call.request(), loop.limits, loop.authorities);
            if (malformed == null || malformed.reason() != Malformed.Reason.FRAMING) {
                deadline.clear();
                stream.setProperty(key, side);
                if (malformed != null) {
                    count(malformed);
                    side.unreadable(malformed);
                }
                fresh.add(side);
                return;
            }
            call.gone(Outcome.CLIENT_FAILED); // a call that never became one
        }
        loop.metrics.malformedRequests.increment();
        throw Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "%s", malformed.detail());
    }

    private void count(Malformed malformed) {
        loop.metrics.malformedRequests.increment();
        Limit limit = Answers.limitOf(malformed);
        if (limit != null) {
            loop.metrics.hit(limit);
        }
    }

    private int data(int streamId, ByteBuf data, int padding, boolean ended) {
        Http2Stream stream = connection().stream(streamId);
        Http2Call call = stream == null ? null : stream.getProperty(key);
        if (call == null) {
            return data.readableBytes() + padding;
        }
        touched.add(call);
        return call.data(data, ended) + padding;
    }

    /// The head is larger than we said that it may be: it is answered, not read.
    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        loop.metrics.hit(Limit.REQUEST_HEAD);
        watch.countLargeHead();
        Call call = loop.take();
        Http2Call side = new Http2Call(this, stream, call, loop, true);
        stream.setProperty(key, side);
        call.open(side);
        call.begin(new Malformed(Malformed.Reason.HEAD_TOO_LARGE, "The head is larger than the settings allow."));
        flush(ctx); // the stream is reset behind this
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        for (int i = 0; i < fresh.size(); i++) {
            fresh.get(i).begin();
        }
        fresh.clear();
        reading = false;
        for (int i = 0; i < touched.size(); i++) { // grows behind us, at worst
            touched.get(i).paused();
        }
        touched.clear();
        super.channelReadComplete(ctx);
    }

    /// The upstream took octets that the client was told to hold back.
    void consume(Http2Stream stream, int octets) {
        try {
            if (connection().local().flowController().consumeBytes(stream, octets)) {
                flushSoon();
            }
        } catch (Http2Exception failed) {
            onError(context(), true, failed);
        }
    }

    /// Part of an answer goes out; the client may open windows for it.
    void sending(int octets) {
        updatesEarned += 4 + (octets >> 8);
    }

    /// Frames that open windows, as many as what was sent to the client can call for.
    long updatesEarned() {
        return updatesEarned;
    }

    /// Now, or when all that has arrived is read.
    void flushSoon() {
        if (!reading) {
            flush(context());
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2Call call = stream.getProperty(key);
        if (call != null) {
            call.writabilityChanged();
        }
    }

    boolean isWritable(Http2Stream stream) {
        return connection().remote().flowController().isWritable(stream);
    }

    String address() {
        return address;
    }

    @Nullable
    X509Certificate peerCertificate() {
        return peerCertificate;
    }

    boolean isSecure() {
        return secure;
    }

    boolean isMisdirected(String host) {
        return servedName != null && !servedName.covers(host);
    }

    // how streams and the connection end -----------------------------------------------------------------------------

    private void closed(Http2Stream stream) {
        Http2Call call = stream.getProperty(key);
        if (call != null) {
            call.closed();
        }
        if (connection().numActiveStreams() == 0) {
            if (lastTold) {
                closeSoon();
            } else {
                waitForCall();
            }
        }
    }

    private void closeSoon() {
        channel.eventLoop().execute(() -> {
            if (connection().numActiveStreams() == 0) {
                channel.close(); // through ourselves: it says GOAWAY
            }
        });
    }

    /// A bound is hit: the connection ends, and all of its calls with it.
    void tooMuch(Limit limit) {
        loop.metrics.hit(limit);
        wrong(Http2Error.ENHANCE_YOUR_CALM, limit.text());
    }

    /// The connection cannot go on.
    void wrong(Http2Error error, String detail) {
        channel.eventLoop()
                .execute(() -> onError(context(), true, Http2Exception.connectionError(error, "%s", detail)));
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException failed) {
        if (failed.error() == Http2Error.REFUSED_STREAM) {
            loop.metrics.hit(Limit.HTTP2_STREAMS);
            watch.countRefusal();
        } else {
            watch.countReset(); // a client can make us reset streams as well as do it
            Http2Stream stream = connection().stream(failed.streamId());
            Http2Call call = stream == null ? null : stream.getProperty(key);
            if (call != null && !outbound) {
                call.malformed();
            }
        }
        super.onStreamError(ctx, outbound, cause, failed);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception failed) {
        if (failed == null && !(cause instanceof IOException)) {
            loop.metrics.fault("serving a client's connection", cause);
        } else if (failed != null && failed.error() == Http2Error.PROTOCOL_ERROR) {
            loop.metrics.malformedRequests.increment();
        }
        super.onConnectionError(ctx, outbound, cause, failed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            ctx.close();
        } else {
            onError(ctx, false, cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        loop.clients.remove(this);
        loop.metrics.clientConnectionsClosed.increment();
        super.channelInactive(ctx);
        loop.deadlines.remove(deadline);
    }

    private void late() {
        if (connection().numActiveStreams() == 0) {
            loop.metrics.hit(Limit.IDLE_TIME);
            channel.close();
        }
    }

    @Override
    public boolean isStalled(long nowNanos, long patienceNanos) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        stalled = unread.isStalled(out == null ? 0 : out.totalPendingWriteBytes(), nowNanos, patienceNanos);
        return stalled | eachCall(call -> call.isStalled(nowNanos, patienceNanos));
    }

    /// @return  whether it is so of any
    private boolean eachCall(Predicate<Http2Call> asked) {
        boolean[] any = {false};
        try {
            connection().forEachActiveStream(stream -> {
                Http2Call call = stream.getProperty(key);
                any[0] |= call != null && asked.test(call);
                return true;
            });
        } catch (Http2Exception failed) {
            loop.metrics.fault("looking after streams", failed);
        }
        return any[0];
    }

    @Override
    public void giveUp() {
        loop.metrics.hit(Limit.UNREAD_TIME);
        if (stalled) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise()); // nobody would read that it ends
        } else {
            eachCall(Http2Call::giveUpStalled);
        }
    }

    @Override
    public boolean isWithholding(long nowNanos, long patienceNanos) {
        return eachCall(call -> call.isWithheld(nowNanos, patienceNanos));
    }

    @Override
    public void giveUpWithheld(long nowNanos, long patienceNanos) {
        eachCall(call -> call.giveUpWithheld(nowNanos, patienceNanos));
    }

    /// Says so at once, takes what was on its way to us for a second more, and tells then what was the last.
    @Override
    public void stopSoon() {
        ChannelHandlerContext ctx = context();
        goAway(ctx, Integer.MAX_VALUE, Http2Error.NO_ERROR.code(), ctx.alloc().buffer(0), ctx.newPromise());
        flush(ctx);
        ctx.executor()
                .schedule(
                        () -> {
                            int last = connection().remote().lastStreamCreated();
                            goAway(
                                    ctx,
                                    last,
                                    Http2Error.NO_ERROR.code(),
                                    ctx.alloc().buffer(0),
                                    ctx.newPromise());
                            flush(ctx);
                            lastTold = true;
                            closeSoon();
                        },
                        1,
                        TimeUnit.SECONDS);
    }

    @Override
    public void stopNow() {
        try {
            connection().forEachActiveStream(stream -> {
                Http2Call call = stream.getProperty(key);
                if (call != null) {
                    call.stop();
                }
                return true;
            });
        } catch (Http2Exception failed) {
            loop.metrics.fault("ending calls", failed);
        }
        context().close();
    }
}
