package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.AnswerReader;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.http.RequestWriter;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One connection to a target, in HTTP/1.1. It belongs to one call at a time, and between calls to its pool.
public final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamSide, AnswerReader.Sink {
    private static final int MAX_INTERIM = 32;

    private final TargetPool pool;
    private final Channel channel;
    private final AnswerReader reader;
    private final RequestWriter writer;
    private final Metrics metrics;
    private final Deadline deadline;
    private final long responseTimeoutNanos;
    private final long idleTimeoutNanos;
    private final @Nullable InetAddress address;

    private @Nullable UpstreamCall call;
    private boolean wasUsed;
    private boolean requestEnded;
    private boolean anythingCame;
    private boolean headCame;
    private boolean reusable;
    private boolean maySwitch;
    private boolean switched;
    private int interimCount;
    private long idleSince;

    UpstreamConnection(TargetPool pool, Channel channel, AnswerReader reader, Metrics metrics) {
        this.pool = pool;
        this.channel = channel;
        this.reader = reader;
        this.writer = new RequestWriter(channel);
        this.metrics = metrics;
        this.responseTimeoutNanos = pool.upstream().responseTimeoutMillis() * 1_000_000L;
        this.idleTimeoutNanos = pool.responseIdleNanos();
        this.address = channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
        this.deadline = pool.deadlines().add(this::late);
    }

    void attach(UpstreamCall call) {
        this.call = call;
        requestEnded = false;
        anythingCame = false;
        headCame = false;
        reusable = false;
        maySwitch = false;
        interimCount = 0;
    }

    boolean isActive() {
        return channel.isActive();
    }

    /// Where it leads.
    @Nullable
    InetAddress address() {
        return address;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public void maySwitch() {
        maySwitch = true;
    }

    @Override
    public void finish() {
        call = null;
        deadline.clear();
        writer.flushed().addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void send(RequestHead head, Octets target, byte[] host) {
        UpstreamCall owner = call;
        if (owner == null) {
            throw new IllegalStateException("nobody's connection");
        }
        owner.answer().clear();
        reader.expect(owner.answer(), head.isHead());
        writer.head(head, target, host);
    }

    @Override
    public void send(ByteBuf part) {
        writer.body(part);
    }

    @Override
    public void end() {
        requestEnded = true;
        if (!headCame) {
            deadline.start(responseTimeoutNanos);
        }
        writer.end();
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
    public void pause() {
        channel.config().setAutoRead(false);
        deadline.clear();
    }

    @Override
    public void resume() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
            if (headCame) {
                deadline.start(idleTimeoutNanos);
            }
        }
    }

    @Override
    public void abort() {
        call = null;
        deadline.clear();
        channel.close();
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        UpstreamCall owner = call;
        if (owner == null) { // nobody asked
            in.release();
            ctx.close();
            return;
        }
        anythingCame = true;
        if (switched) {
            owner.onBody(in);
            return;
        }
        try {
            reader.read(in, this);
            if (switched && in.isReadable() && call != null) {
                owner.onBody(in.readRetainedSlice(in.readableBytes()));
            }
        } catch (RuntimeException fault) {
            metrics.fault("carrying an answer", fault);
            call = owner;
            fail(UpstreamFailure.FAULT);
        } finally {
            in.release();
        }
    }

    @Override
    public boolean onInterim(AnswerHead head) {
        UpstreamCall owner = call;
        if (owner == null) {
            return false;
        }
        if (head.status() == 101) {
            return switches(owner, head);
        }
        if (++interimCount > MAX_INTERIM) {
            metrics.hit(Limit.INTERIM_RESPONSES);
            fail(UpstreamFailure.MALFORMED);
            return false;
        }
        owner.onInterim();
        return call != null;
    }

    private boolean switches(UpstreamCall owner, AnswerHead head) {
        int upgrade = head.fields().find(FieldName.UPGRADE);
        if (!maySwitch || upgrade < 0 || !head.fields().valueIs(upgrade, "websocket")) {
            fail(UpstreamFailure.MALFORMED); // nobody asked for that protocol
            return false;
        }
        switched = true;
        deadline.clear();
        owner.onSwitch();
        return true;
    }

    @Override
    public boolean onHead(AnswerHead head) {
        UpstreamCall owner = call;
        if (owner == null) {
            return false;
        }
        headCame = true;
        reusable = reader.isKeepAlive();
        int promise = head.fields().find(FieldName.KEEP_ALIVE);
        if (promise >= 0) {
            int seconds = head.keepAliveSeconds(promise);
            if (seconds > 0) {
                pool.keepAlive(seconds);
            }
        }
        deadline.start(idleTimeoutNanos);
        owner.onHead();
        return call != null;
    }

    @Override
    public void onData(ByteBuf part) {
        UpstreamCall owner = call;
        if (owner == null) {
            part.release();
            return;
        }
        deadline.start(idleTimeoutNanos);
        owner.onBody(part);
    }

    @Override
    public void onBodyEnd(@Nullable Fields trailers) {
        UpstreamCall owner = call;
        if (owner == null) {
            return;
        }
        call = null;
        deadline.clear();
        // a body that ended with its connection leaves none to use again, and so does one behind which more came
        if (reusable && requestEnded && channel.isActive() && !reader.hasLeftover()) {
            if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            wasUsed = true;
            idleSince = pool.deadlines().sweptNanos();
            pool.release(this);
        } else {
            channel.close();
        }
        owner.onEnd(trailers);
    }

    @Override
    public void onMalformedBody(Malformed malformed) {
        metrics.malformedResponses.increment();
        fail(UpstreamFailure.MALFORMED);
    }

    private void fail(UpstreamFailure failure) {
        UpstreamCall owner = call;
        call = null;
        deadline.clear();
        channel.close();
        if (owner != null) {
            owner.onFailure(failure);
        }
    }

    private void late() {
        if (headCame) {
            metrics.hit(Limit.UPSTREAM_IDLE_TIME);
            fail(UpstreamFailure.IDLE);
        } else {
            metrics.hit(Limit.UPSTREAM_RESPONSE_TIME);
            fail(UpstreamFailure.RESPONSE_TIMEOUT);
        }
    }

    private UpstreamFailure ofClosing() {
        if (headCame) {
            return UpstreamFailure.CUT;
        }
        return wasUsed && !anythingCame ? UpstreamFailure.STALE : UpstreamFailure.RESET;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        UpstreamCall owner = call;
        if (owner != null) {
            owner.onPause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        UpstreamCall owner = call;
        if (owner == null || headCame) {
            return;
        }
        if (switched) {
            if (ctx.channel().isWritable()) {
                owner.onWritable();
            }
            return;
        }
        if (ctx.channel().isWritable()) {
            if (!requestEnded) {
                deadline.clear(); // it is the client's turn
            }
            owner.onWritable();
        } else if (!requestEnded) {
            deadline.start(responseTimeoutNanos);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        writer.close();
        pool.closed(this);
        pool.deadlines().remove(deadline);
        if (switched) {
            endSwitched();
        } else if (call != null && !reader.connectionEnded(this)) {
            fail(ofClosing());
        }
    }

    private void endSwitched() {
        UpstreamCall owner = call;
        call = null;
        if (owner != null) {
            owner.onSwitchedEnd();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (switched) {
            ctx.close();
            return;
        }
        fail(ofClosing()); // a reset, or a write that failed; the body must not be taken for complete
    }
}
