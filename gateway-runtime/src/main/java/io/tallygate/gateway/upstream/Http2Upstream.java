package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.observe.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection to a target in HTTP/2, shared by the calls of its event loop; each of its streams is an
/// [Http2UpstreamStream].
final class Http2Upstream extends Http2ConnectionHandler {
    /// At once, however many more the target would take.
    private static final int MAX_STREAMS = 100;
    private static final int STREAM_WINDOW = 256 << 10;
    private static final int WINDOW = 4 << 20;
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int LAST_STREAM = Integer.MAX_VALUE - 2 * MAX_STREAMS;

    private final TargetPool pool;
    private final HttpLimits limits;
    private final Metrics metrics;
    private final PropertyKey key;
    private final List<Http2UpstreamStream> touched = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean retired;
    private long idleSince = System.nanoTime();

    private Http2Upstream(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Frames frames,
            TargetPool pool,
            HttpLimits limits,
            Metrics metrics) {
        super(decoder, encoder, settings);
        this.pool = pool;
        this.limits = limits;
        this.metrics = metrics;
        this.key = connection().newKey();
        frames.upstream = this;
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed(stream);
            }
        });
        connection().remote().flowController().listener(this::writabilityChanged);
    }

    /// Speaks HTTP/2 on a connection that is there.
    static Http2Upstream begin(Channel channel, TargetPool pool, HttpLimits limits, Metrics metrics) {
        Http2Upstream upstream = new Builder(pool, limits, metrics).build();
        channel.pipeline().addLast(upstream);
        return upstream;
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Upstream, Builder> {
        private final TargetPool pool;
        private final HttpLimits limits;
        private final Metrics metrics;
        private final Frames frames = new Frames();

        private Builder(TargetPool pool, HttpLimits limits, Metrics metrics) {
            this.pool = pool;
            this.limits = limits;
            this.metrics = metrics;
            server(false);
            frameListener(frames);
            validateHeaders(true);
            initialSettings(new Http2Settings()
                    .pushEnabled(false)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(limits.headBytes()));
        }

        @Override
        protected Http2Upstream build() {
            return super.build();
        }

        @Override
        protected Http2Upstream build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Upstream(decoder, encoder, settings, frames, pool, limits, metrics);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
        connection()
                .local()
                .flowController()
                .incrementWindowSize(connection().connectionStream(), WINDOW - DEFAULT_WINDOW);
        flush(ctx);
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return known;
    }

    /// Whether one call more can be sent.
    boolean hasRoom() {
        int most = Math.min(MAX_STREAMS, connection().local().maxActiveStreams());
        return context().channel().isActive()
                && !connection().goAwayReceived()
                && !connection().goAwaySent()
                && !retired
                && connection().local().numActiveStreams() < most
                && connection().local().lastStreamCreated() < LAST_STREAM;
    }

    /// Where it leads.
    @Nullable
    InetAddress address() {
        return context().channel().remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
    }

    /// Takes no more calls, and ends when it is idle.
    void retire() {
        retired = true;
        if (isIdle()) {
            close();
        }
    }

    boolean isIdle() {
        return connection().numActiveStreams() == 0;
    }

    /// Of [System#nanoTime]; since when there is no call.
    long idleSince() {
        return idleSince;
    }

    void close() {
        context().channel().close();
    }

    /// @return  to be given to the call at once
    Http2UpstreamStream take(UpstreamCall call) {
        return new Http2UpstreamStream(this, pool, call, limits, metrics);
    }

    // what the target sends ------------------------------------------------------------------------------------------

    /// What Netty has read.
    private static final class Frames extends Http2FrameAdapter {
        private @Nullable Http2Upstream upstream;

        private Http2Upstream upstream() {
            Http2Upstream known = upstream;
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
                boolean endOfStream) {
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream) {
            Http2UpstreamStream stream = upstream().stream(streamId);
            if (stream != null) {
                stream.head(headers, endOfStream);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            Http2UpstreamStream stream = upstream().stream(streamId);
            return padding + (stream == null ? data.readableBytes() : stream.data(data, endOfStream));
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            Http2UpstreamStream stream = upstream().stream(streamId);
            if (stream != null) {
                stream.reset(errorCode);
            }
        }
    }

    private @Nullable Http2UpstreamStream stream(int id) {
        Http2Stream stream = connection().stream(id);
        Http2UpstreamStream known = stream == null ? null : stream.getProperty(key);
        if (known != null) {
            touched.add(known);
        }
        return known;
    }

    /// The stream is there, and belongs to that call.
    @Nullable
    Http2Stream opened(int id, Http2UpstreamStream call) {
        Http2Stream stream = connection().stream(id);
        if (stream != null) {
            stream.setProperty(key, call);
        }
        return stream;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        for (int i = 0; i < touched.size(); i++) { // grows behind us, at worst
            touched.get(i).paused();
        }
        touched.clear();
        super.channelReadComplete(ctx);
    }

    /// Now, or when all that has arrived is read.
    void flushSoon() {
        if (!reading) {
            flush(context());
        }
    }

    void consume(Http2Stream stream, int octets) {
        try {
            if (connection().local().flowController().consumeBytes(stream, octets)) {
                flushSoon();
            }
        } catch (Http2Exception failed) {
            onError(context(), true, failed);
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2UpstreamStream call = stream.getProperty(key);
        if (call != null) {
            call.writabilityChanged();
        }
    }

    // how streams and the connection end -----------------------------------------------------------------------------

    private void closed(Http2Stream stream) {
        Http2UpstreamStream call = stream.getProperty(key);
        if (call != null) {
            call.closed();
        }
        if (connection().numActiveStreams() == 0) {
            idleSince = System.nanoTime();
        }
        context().executor().execute(() -> pool.hasRoomAgain(this));
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception failed) {
        if (failed == null && !(cause instanceof IOException)) {
            metrics.fault("carrying answers", cause);
        } else if (failed != null) {
            metrics.malformedResponses.increment();
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
        super.channelInactive(ctx);
        pool.closed(this);
    }
}
