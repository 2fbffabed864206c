package io.tallygate.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.tallygate.gateway.http.AnswerReader;
import io.tallygate.gateway.http.Deadlines;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.Transport;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.upstream.TargetPool.Ticket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// All upstream connections of one event loop, used on it only: a call and its answer never change threads.
public final class UpstreamConnections {
    /// Of one name, tried one after the other when they cannot be reached.
    private static final int MAX_ADDRESSES = 3;

    private final EventLoop loop;
    private final PoolLimits limits;
    private final HttpLimits httpLimits;
    private final AddressWall wall;
    private final Names names;
    private final Deadlines deadlines;
    private final Metrics metrics;
    private final Bootstrap bootstrap;
    private double shortage;
    private final Map<Target, TargetPool> pools = new IdentityHashMap<>();

    public UpstreamConnections(
            EventLoop loop,
            ByteBufAllocator buffers,
            Transport transport,
            PoolLimits limits,
            HttpLimits httpLimits,
            AddressWall wall,
            Names names,
            Deadlines deadlines,
            Metrics metrics) {
        this.loop = loop;
        this.limits = limits;
        this.httpLimits = httpLimits;
        this.wall = wall;
        this.names = names;
        this.deadlines = deadlines;
        this.metrics = metrics;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.client())
                .option(ChannelOption.ALLOCATOR, buffers)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /// A call that waits for its connection; [#cancel] when it no longer does.
    public static final class Waiting {
        private final Ticket ticket;

        private Waiting(Ticket ticket) {
            this.ticket = ticket;
        }

        /// The call has its connection, or its failure, already.
        public boolean isOver() {
            return ticket.isTaken();
        }

        public void cancel() {
            ticket.take();
        }
    }

    /// Gives the call a connection, at once when one is free. Then, or later, comes [UpstreamCall#onConnection] or
    /// [UpstreamCall#onFailure].
    /// @param fresh  do not use one that was kept alive
    /// @return       null when the call no longer waits
    public @Nullable Waiting connect(Upstream upstream, Target target, boolean fresh, UpstreamCall call) {
        TargetPool pool = pools.get(target);
        if (pool == null) {
            pool = new TargetPool(upstream, target, limits, deadlines, this::open);
            pools.put(target, pool);
        }
        UpstreamSide stream = upstream.http2() ? pool.takeStream(call) : null;
        if (stream != null) {
            call.onConnection(stream);
            return null;
        }
        UpstreamConnection free = fresh ? null : pool.takeIdle();
        if (free != null) {
            free.attach(call);
            call.onConnection(free);
            return null;
        }
        Ticket ticket = new Ticket(call);
        if (!pool.admit(ticket)) {
            metrics.hit(Limit.UPSTREAM_PENDING);
            call.onFailure(UpstreamFailure.OVERLOADED);
            return null;
        }
        return new Waiting(ticket);
    }

    private void open(TargetPool pool, Ticket ticket) {
        Future<List<InetAddress>> addresses = names.lookUp(loop, pool.target().host());
        if (addresses.isDone()) {
            resolved(pool, ticket, addresses);
        } else {
            addresses.addListener((FutureListener<List<InetAddress>>) done -> resolved(pool, ticket, done));
        }
    }

    private void resolved(TargetPool pool, Ticket ticket, Future<List<InetAddress>> addresses) {
        if (!addresses.isSuccess()) {
            failed(pool, ticket, UpstreamFailure.UNREACHABLE);
            return;
        }
        List<InetAddress> allowed = new ArrayList<>();
        for (InetAddress address : addresses.getNow()) {
            if (wall.allows(pool.target(), address)) {
                allowed.add(address);
            }
        }
        if (allowed.isEmpty()) {
            metrics.forbiddenAddresses.increment();
            failed(pool, ticket, UpstreamFailure.FORBIDDEN);
            return;
        }
        Collections.rotate(allowed, -pool.nextTurn()); // each of several addresses gets its share
        dial(pool, ticket, allowed.subList(0, Math.min(MAX_ADDRESSES, allowed.size())), true);
    }

    /// @param addresses  the first is dialled; the others are for when it cannot be reached
    /// @param again      whether a socket that was closed before it was dialled, as a busy loop was seen to do, is
    ///                   replaced by another: nothing was sent, and the target was not asked
    private void dial(TargetPool pool, Ticket ticket, List<InetAddress> addresses, boolean again) {
        InetSocketAddress address =
                new InetSocketAddress(addresses.getFirst(), pool.target().port());
        Bootstrap dialling = bootstrap.clone();
        dialling.handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) throws SSLException {
                channel.config().setConnectTimeoutMillis(pool.upstream().connectTimeoutMillis());
                if (pool.upstream().tls()) {
                    channel.pipeline()
                            .addLast(pool.upstream().rules().trust().handler(channel, pool.upstream(), pool.target()));
                }
            }
        });
        dialling.connect(address).addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess() && addresses.size() > 1 && !ticket.isTaken()) {
                dial(pool, ticket, addresses.subList(1, addresses.size()), again);
            } else if (connected.cause() instanceof ClosedChannelException && again) {
                dial(pool, ticket, addresses, false);
            } else if (!connected.isSuccess()) {
                failed(pool, ticket, failureOf(connected.cause()));
            } else if (pool.upstream().tls()) {
                awaitTrust(pool, ticket, connected.channel());
            } else {
                connected(pool, ticket, connected.channel());
            }
        });
    }

    private void awaitTrust(TargetPool pool, Ticket ticket, Channel channel) {
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                connected(pool, ticket, channel);
            } else {
                channel.close();
                failed(pool, ticket, failureOf(handshake.cause()));
            }
        });
    }

    private UpstreamFailure failureOf(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            metrics.hit(Limit.UPSTREAM_CONNECT_TIME);
            return UpstreamFailure.CONNECT_TIMEOUT;
        }
        return UpstreamFailure.UNREACHABLE;
    }

    private void connected(TargetPool pool, Ticket ticket, Channel channel) {
        if (pool.upstream().http2() && !UpstreamTls.speaksHttp2(channel)) {
            channel.close();
            failed(pool, ticket, UpstreamFailure.UNREACHABLE);
            return;
        }
        if (!channel.isActive()) { // gone again already: nothing would tell of its end any more
            failed(pool, ticket, UpstreamFailure.UNREACHABLE);
            return;
        }
        metrics.upstreamConnectionsOpened.increment();
        channel.closeFuture().addListener(_ -> metrics.upstreamConnectionsClosed.increment());
        if (pool.upstream().http2()) {
            connectedByHttp2(pool, ticket, channel);
            return;
        }
        UpstreamConnection connection = new UpstreamConnection(pool, channel, new AnswerReader(httpLimits), metrics);
        channel.pipeline().addLast(connection);
        UpstreamCall call = ticket.take();
        if (call == null) {
            pool.release(connection);
        } else {
            connection.attach(call);
            call.onConnection(connection);
        }
    }

    private void connectedByHttp2(TargetPool pool, Ticket ticket, Channel channel) {
        Http2Upstream connection = Http2Upstream.begin(channel, pool, httpLimits, metrics);
        pool.opened(connection);
        UpstreamCall call = ticket.take();
        if (call != null) {
            call.onConnection(connection.take(call));
        }
        pool.hasRoomAgain(connection);
    }

    private void failed(TargetPool pool, Ticket ticket, UpstreamFailure failure) {
        metrics.upstreamConnectFailures.increment();
        pool.failedToOpen();
        UpstreamCall call = ticket.take();
        if (call != null) {
            call.onFailure(failure);
        }
    }

    /// Of the target that has the fewest connections left, as the last sweep found it: see [TargetPool#shortage].
    public double shortage() {
        return shortage;
    }

    /// Closes what has been idle for too long, moves on from addresses that names no longer lead to, and forgets
    /// targets that are not used any more.
    public void sweep(long nowNanos) {
        shortage = 0;
        pools.values().removeIf(pool -> {
            shortage = Math.max(shortage, pool.shortage());
            pool.closeOlderThan(nowNanos);
            if (pool.wantsLookUp(nowNanos)) {
                lookAgain(pool);
            }
            return pool.isUnused();
        });
    }

    /// A name that cannot be looked up changes nothing: its connections may be all there is.
    private void lookAgain(TargetPool pool) {
        names.lookUp(loop, pool.target().host()).addListener((FutureListener<List<InetAddress>>) done -> {
            if (done.isSuccess() && !done.getNow().isEmpty()) {
                pool.moveTo(done.getNow());
            }
        });
    }

    /// No more calls will come; those under way keep their connections.
    public void closeIdle() {
        pools.values().forEach(TargetPool::closeIdle);
    }
}
