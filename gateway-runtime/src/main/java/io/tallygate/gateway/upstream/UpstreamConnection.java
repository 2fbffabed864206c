package io.tallygate.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.ResponseDecoder;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import org.jspecify.annotations.Nullable;

/// One connection to a target. It belongs to one call at a time, and between calls to its pool.
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final int MAX_INTERIM = 32;

    private final TargetPool pool;
    private final Channel channel;
    private final ResponseDecoder decoder;
    private final Metrics metrics;
    private final Deadline deadline;
    private final long responseTimeoutNanos;
    private final long idleTimeoutNanos;

    private @Nullable UpstreamCall call;
    private boolean wasUsed;
    private boolean requestEnded;
    private boolean anythingCame;
    private boolean headCame;
    private boolean insideInterim;
    private boolean reusable;
    private int interimCount;
    private long idleSince;

    UpstreamConnection(TargetPool pool, Channel channel, ResponseDecoder decoder, Metrics metrics) {
        this.pool = pool;
        this.channel = channel;
        this.decoder = decoder;
        this.metrics = metrics;
        this.responseTimeoutNanos = pool.upstream().responseTimeoutMillis() * 1_000_000L;
        this.idleTimeoutNanos = pool.limits().responseIdleTime().toNanos();
        this.deadline = pool.deadlines().add(this::late);
    }

    void attach(UpstreamCall call) {
        this.call = call;
        requestEnded = false;
        anythingCame = false;
        headCame = false;
        insideInterim = false;
        reusable = false;
        interimCount = 0;
    }

    boolean isActive() {
        return channel.isActive();
    }

    long idleSince() {
        return idleSince;
    }

    /// Sends the head; more of the request, or its end, follows.
    public void send(HttpRequest head, boolean isHead) {
        decoder.expect(isHead);
        channel.write(head, channel.voidPromise());
    }

    /// @param part  released when it is written; the last one ends the request
    public void send(HttpContent part) {
        if (part instanceof LastHttpContent) {
            requestEnded = true;
            if (!headCame) {
                deadline.set(System.nanoTime(), responseTimeoutNanos);
            }
            channel.writeAndFlush(part, channel.voidPromise());
        } else {
            channel.write(part, channel.voidPromise());
        }
    }

    public void flush() {
        channel.flush();
    }

    /// False: no more of the request should be sent before [UpstreamCall#onWritable].
    public boolean isWritable() {
        return channel.isWritable();
    }

    /// Reads no more of the answer until [#resume]: whoever gets it is slower.
    public void pause() {
        channel.config().setAutoRead(false);
        deadline.clear();
    }

    public void resume() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
            if (headCame) {
                deadline.set(System.nanoTime(), idleTimeoutNanos);
            }
        }
    }

    /// The call is over for its owner; what the upstream still sends interests nobody.
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
        UpstreamCall owner = call;
        if (owner == null) { // nobody asked
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        anythingCame = true;
        try {
            take(owner, message);
        } catch (RuntimeException fault) {
            metrics.fault("carrying an answer", fault);
            call = owner;
            fail(UpstreamFailure.FAULT);
        }
    }

    private void take(UpstreamCall owner, Object message) {
        switch (message) {
            case HttpResponse head
            when head.status().codeClass() == HttpStatusClass.INFORMATIONAL -> interim(owner, head);
            case HttpResponse head -> head(owner, head);
            case HttpContent part
            when insideInterim -> {
                part.release();
                insideInterim = false;
            }
            case LastHttpContent last -> end(owner, last);
            case HttpContent part -> {
                deadline.set(System.nanoTime(), idleTimeoutNanos);
                owner.onBody(part);
            }
            case Malformed _ -> {
                metrics.malformedResponses.increment();
                fail(UpstreamFailure.MALFORMED);
            }
            default -> {
                ReferenceCountUtil.release(message);
                fail(UpstreamFailure.MALFORMED);
            }
        }
    }

    private void interim(UpstreamCall owner, HttpResponse head) {
        insideInterim = true;
        if (head.status().code() == 101) { // we never ask for another protocol
            fail(UpstreamFailure.MALFORMED);
        } else if (++interimCount > MAX_INTERIM) {
            metrics.hit(Limit.INTERIM_RESPONSES);
            fail(UpstreamFailure.MALFORMED);
        } else {
            owner.onInterim(head);
        }
    }

    private void head(UpstreamCall owner, HttpResponse head) {
        headCame = true;
        reusable = HttpUtil.isKeepAlive(head);
        deadline.set(System.nanoTime(), idleTimeoutNanos);
        owner.onHead(head);
    }

    private void end(UpstreamCall owner, LastHttpContent last) {
        call = null;
        deadline.clear();
        // a body that ended with its connection leaves none to use again
        if (reusable && requestEnded && channel.isActive() && !decoder.hasLeftover()) {
            if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            wasUsed = true;
            idleSince = System.nanoTime();
            pool.release(this);
        } else {
            channel.close();
        }
        owner.onEnd(last);
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
        if (call != null) {
            call.onPause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        UpstreamCall owner = call;
        if (owner == null || headCame) {
            return;
        }
        if (ctx.channel().isWritable()) {
            if (!requestEnded) {
                deadline.clear(); // it is the client's turn
            }
            owner.onWritable();
        } else if (!requestEnded) {
            deadline.set(System.nanoTime(), responseTimeoutNanos);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.closed(this);
        pool.deadlines().remove(deadline);
        if (call != null) {
            fail(ofClosing());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ofClosing()); // a reset, or a write that failed; the body must not be taken for complete
    }
}
