package io.tallygate.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.tallygate.gateway.http.Deadlines.Deadline;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.Http2Heads;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import org.jspecify.annotations.Nullable;

/// One stream to a target as the upstream's side of its call.
final class Http2UpstreamStream implements UpstreamSide {
    private final Http2Upstream connection;
    private final HttpLimits limits;
    private final Metrics metrics;
    private final TargetPool pool;
    private final Deadline deadline;

    private @Nullable UpstreamCall call;
    private @Nullable Http2Stream stream;
    private boolean requestEnded;
    private boolean headCame;
    private boolean paused;
    private boolean refused;
    private int unconsumed;

    Http2UpstreamStream(
            Http2Upstream connection, TargetPool pool, UpstreamCall call, HttpLimits limits, Metrics metrics) {
        this.connection = connection;
        this.pool = pool;
        this.call = call;
        this.limits = limits;
        this.metrics = metrics;
        this.deadline = pool.deadlines().add(this::late);
    }

    // what the call says ---------------------------------------------------------------------------------------------

    @Override
    public void maySwitch() {
        // a stream cannot; the target answers as it likes
    }

    @Override
    public void send(RequestHead head, Octets target, byte[] host) {
        UpstreamCall owner = call;
        if (owner == null) {
            throw new IllegalStateException("nobody's stream");
        }
        owner.answer().clear();
        int id = connection.connection().local().incrementAndGetNextStreamId();
        Http2Headers headers = Http2Heads.of(head, target, host, pool.upstream().tls());
        requestEnded = !head.hasBody();
        connection
                .encoder()
                .writeHeaders(
                        connection.context(),
                        id,
                        headers,
                        0,
                        requestEnded,
                        connection.context().newPromise());
        stream = connection.opened(id, this);
        if (stream == null) {
            connection.context().executor().execute(() -> fail(UpstreamFailure.UNREACHABLE));
        }
    }

    @Override
    public void send(ByteBuf part) {
        Http2Stream open = stream;
        if (open == null) {
            part.release();
            return;
        }
        write(open, part, false);
    }

    private void write(Http2Stream open, ByteBuf data, boolean last) {
        connection
                .encoder()
                .writeData(
                        connection.context(),
                        open.id(),
                        data,
                        0,
                        last,
                        connection.context().newPromise());
    }

    @Override
    public void end() {
        Http2Stream open = stream;
        if (!requestEnded && open != null) {
            requestEnded = true;
            write(open, Unpooled.EMPTY_BUFFER, true);
        }
        if (!headCame) {
            deadline.set(System.nanoTime(), pool.upstream().responseTimeoutMillis() * 1_000_000L);
        }
        connection.flushSoon();
    }

    @Override
    public void end(Fields trailers) {
        Http2Stream open = stream;
        Http2Headers behind = Http2Heads.of(trailers);
        if (!requestEnded && open != null && !behind.isEmpty()) {
            requestEnded = true;
            connection
                    .encoder()
                    .writeHeaders(
                            connection.context(),
                            open.id(),
                            behind,
                            0,
                            true,
                            connection.context().newPromise());
        }
        end();
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public boolean isWritable() {
        Http2Stream open = stream;
        return open == null || connection.connection().remote().flowController().isWritable(open);
    }

    @Override
    public void pause() {
        paused = true;
        deadline.clear();
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            if (headCame && call != null) {
                waitForMore();
            }
            consume();
        }
    }

    private void consume() {
        Http2Stream open = stream;
        int octets = unconsumed;
        unconsumed = 0;
        if (open != null && octets > 0) {
            connection.consume(open, octets);
        }
    }

    @Override
    public void abort() {
        call = null;
        over();
    }

    @Override
    public void finish() {
        abort();
    }

    /// Nothing more is wanted of the stream.
    private void over() {
        deadline.clear();
        Http2Stream open = stream;
        if (open != null && open.state() != Http2Stream.State.CLOSED) {
            connection.resetStream(
                    connection.context(),
                    open.id(),
                    Http2Error.CANCEL.code(),
                    connection.context().newPromise());
            connection.flushSoon();
        } else {
            pool.deadlines().remove(deadline);
        }
    }

    // what the target sends ------------------------------------------------------------------------------------------

    void head(Http2Headers headers, boolean ended) {
        UpstreamCall owner = call;
        if (owner == null) {
            return;
        }
        if (headCame) {
            trailers(owner, headers, ended);
            return;
        }
        Malformed malformed = Http2Heads.readAnswer(headers, owner.answer(), limits);
        int status = owner.answer().status();
        boolean interim = status < 200;
        if (malformed != null || status == 101 || interim && ended) {
            malformed();
            return;
        }
        if (interim) {
            owner.onInterim();
            owner.answer().clear();
            return;
        }
        headCame = true;
        waitForMore();
        owner.onHead();
        if (ended && call == owner) {
            end(owner, null);
        }
    }

    private void trailers(UpstreamCall owner, Http2Headers headers, boolean ended) {
        Fields trailers = new Fields();
        if (!ended || Http2Heads.readTrailers(headers, trailers, limits) != null) {
            malformed();
        } else {
            end(owner, trailers);
        }
    }

    private void malformed() {
        metrics.malformedResponses.increment();
        fail(UpstreamFailure.MALFORMED);
    }

    /// @return  how many octets are done with already
    int data(ByteBuf data, boolean ended) {
        UpstreamCall owner = call;
        int octets = data.readableBytes();
        if (owner == null) {
            return octets;
        }
        if (!headCame) {
            malformed();
            return octets;
        }
        if (!paused) {
            waitForMore();
        }
        if (octets > 0) {
            owner.onBody(data.retainedSlice());
        }
        if (ended && call == owner) {
            end(owner, null);
        }
        if (paused && call == owner) {
            unconsumed += octets;
            return 0;
        }
        return octets;
    }

    private void waitForMore() {
        deadline.set(System.nanoTime(), pool.responseIdleNanos());
    }

    private void end(UpstreamCall owner, @Nullable Fields trailers) {
        call = null;
        deadline.clear();
        owner.onEnd(trailers);
        if (!requestEnded) {
            over(); // the rest of the request is nobody's
        }
    }

    void paused() {
        UpstreamCall owner = call;
        if (owner != null) {
            owner.onPause();
        }
    }

    void writabilityChanged() {
        UpstreamCall owner = call;
        if (owner != null && !requestEnded && isWritable()) {
            owner.onWritable();
        }
    }

    /// The target resets the stream; it is closed behind this.
    void reset(long errorCode) {
        refused = errorCode == Http2Error.REFUSED_STREAM.code();
    }

    /// The stream is closed, by whomever.
    void closed() {
        pool.deadlines().remove(deadline);
        if (call != null) {
            boolean stale = refused || connection.connection().goAwayReceived() && !headCame;
            fail(headCame ? UpstreamFailure.CUT : stale ? UpstreamFailure.STALE : UpstreamFailure.RESET);
        }
    }

    private void fail(UpstreamFailure failure) {
        UpstreamCall owner = call;
        call = null;
        over();
        if (owner != null) {
            owner.onFailure(failure);
        }
    }

    private void late() {
        metrics.hit(headCame ? Limit.UPSTREAM_IDLE_TIME : Limit.UPSTREAM_RESPONSE_TIME);
        fail(headCame ? UpstreamFailure.IDLE : UpstreamFailure.RESPONSE_TIMEOUT);
    }
}
