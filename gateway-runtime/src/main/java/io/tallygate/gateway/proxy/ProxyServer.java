package io.tallygate.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.tallygate.gateway.config.Configuration;
import io.tallygate.gateway.events.EventIntake;
import io.tallygate.gateway.http.Deadlines;
import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.LoopBuffers;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.http.Transport;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.observe.Seeing;
import io.tallygate.gateway.upstream.AddressWall;
import io.tallygate.gateway.upstream.HealthChecks;
import io.tallygate.gateway.upstream.LoopCalls;
import io.tallygate.gateway.upstream.Names;
import io.tallygate.gateway.upstream.PoolLimits;
import io.tallygate.gateway.upstream.UpstreamConnections;
import io.tallygate.gateway.usage.UsageEvents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Listens for clients. One event loop a core; a client's connection, its calls and their upstream connections all stay
/// on one.
public final class ProxyServer {
    private static final int BACKLOG = 4096;
    /// Above it an answer waits for its reader; below the lower one it goes on.
    private static final WriteBufferWaterMark BUFFERED = new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final EventLoopGroup group;
    private final Names names;
    private final Metrics metrics;
    private final Map<EventExecutor, Loop> loops = new IdentityHashMap<>();
    private final List<Channel> listening = new ArrayList<>();
    private final AddressConnections ofAddress;
    private final TrustedProxies proxies;
    private final AtomicInteger handshakes = new AtomicInteger();

    /// @param maxConnections  of clients; more are closed at once
    /// @param tls             null when nobody comes in by TLS
    /// @param maxPerAddress   the same for one address; 0: no bound of its own
    /// @param proxies         who is believed about the client
    /// @param besides         what upstreams are told more than usual; null: nothing
    /// @param mostCalls       under way at once, in equal parts on the loops; more are refused
    /// @param ownCalls        is told those of each event loop
    /// @param seeing          who looks on
    public ProxyServer(
            InetSocketAddress address,
            @Nullable TlsDoor tls,
            int maxConnections,
            int maxPerAddress,
            TrustedProxies proxies,
            @Nullable ForwardedBesides besides,
            int mostCalls,
            Configuration configuration,
            UsageEvents usage,
            EventIntake events,
            Transport transport,
            HttpLimits limits,
            ProtocolLimits protocols,
            PoolLimits poolLimits,
            AddressWall wall,
            LoopCalls ownCalls,
            Seeing seeing,
            Metrics metrics)
            throws InterruptedException {
        this.metrics = metrics;
        this.proxies = proxies;
        ofAddress = new AddressConnections(maxPerAddress, proxies);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors());
        MemoryPressure memory = new MemoryPressure();
        group = transport.loops(count, "gateway-loop");
        names = new Names(transport, poolLimits.nameServers());
        for (EventExecutor executor : group) {
            EventLoop eventLoop = (EventLoop) executor;
            LoopBuffers buffers = eventLoop.submit(LoopBuffers::new).sync().getNow();
            Deadlines deadlines = new Deadlines();
            UpstreamConnections upstreams = new UpstreamConnections(
                    eventLoop, buffers, transport, poolLimits, limits, wall, names, deadlines, metrics);
            Loop loop = new Loop(
                    eventLoop,
                    buffers,
                    configuration,
                    usage,
                    events,
                    upstreams,
                    deadlines,
                    limits,
                    protocols,
                    proxies,
                    seeing,
                    Math.ceilDiv(mostCalls, count),
                    memory,
                    metrics);
            loop.besides = besides;
            if (loops.isEmpty()) {
                loop.checks = new HealthChecks(configuration::upstreams, upstreams, metrics);
            }
            loops.put(eventLoop, loop);
            ownCalls.put(eventLoop, loop.ownCalls);
            long millis = Deadlines.RESOLUTION_MILLIS;
            eventLoop.scheduleWithFixedDelay(loop::sweep, millis, millis, TimeUnit.MILLISECONDS);
        }
        ServerBootstrap doors = new ServerBootstrap()
                .group(group)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, BUFFERED);
        open(doors, address, maxConnections, (channel, isActive) -> {
            ClientConnection client = new ClientConnection(loopOf(channel), channel, false);
            channel.pipeline().addLast(client);
            if (isActive) {
                client.begin();
            }
        });
        if (tls != null) {
            open(doors.clone(), tls.address(), maxConnections, (channel, _) -> {
                TlsHandshake.begin(loopOf(channel), channel, tls.certificates(), handshakes);
            });
        }
    }

    /// Whose client is known now.
    private interface Welcome {
        /// @param isActive  the pipeline has been told that the connection is there
        void to(SocketChannel channel, boolean isActive);
    }

    private void open(ServerBootstrap door, InetSocketAddress address, int maxConnections, Welcome welcome)
            throws InterruptedException {
        door.childHandler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (metrics.openClientConnections() >= maxConnections) {
                    metrics.hit(Limit.CONNECTIONS);
                    channel.close();
                    return;
                }
                InetAddress peer = channel.remoteAddress().getAddress();
                if (proxies.speaksProxyProtocol(peer)) {
                    ProxyProtocol.begin(loopOf(channel), channel, client -> {
                        if (isLetIn(channel, client)) {
                            welcome.to(channel, true);
                        }
                    });
                } else if (isLetIn(channel, peer)) {
                    welcome.to(channel, false);
                }
            }
        });
        listening.add(door.bind(address).sync().channel());
    }

    private boolean isLetIn(SocketChannel channel, InetAddress client) {
        if (!ofAddress.opened(client)) {
            metrics.hit(Limit.CONNECTIONS_PER_ADDRESS);
            channel.close();
            return false;
        }
        channel.closeFuture().addListener(_ -> ofAddress.closed(client));
        channel.config().setAllocator(loopOf(channel).buffers);
        return true;
    }

    private Loop loopOf(Channel channel) {
        Loop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("an event loop of another group");
        }
        return loop;
    }

    /// Serves on during the notice, and lets clients go with their answers. Then takes no more connections and calls,
    /// lets those under way come to their end, and breaks off what is left after the patience.
    public void stop(Duration notice, Duration patience) throws InterruptedException {
        loops.forEach((executor, loop) -> executor.execute(() -> loop.leaving = true));
        Thread.sleep(notice);
        for (Channel door : listening) {
            door.close().sync();
        }
        loops.forEach((executor, loop) -> executor.execute(() -> {
            loop.stopping = true;
            List.copyOf(loop.clients).forEach(Client::stopSoon);
            loop.upstreams.closeIdle();
        }));
        long deadline = System.nanoTime() + patience.toNanos();
        while (metrics.openClientConnections() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        if (metrics.openClientConnections() > 0) {
            metrics.hit(Limit.DRAIN_TIME);
        }
        for (Map.Entry<EventExecutor, Loop> each : loops.entrySet()) {
            each.getKey()
                    .submit(() -> List.copyOf(each.getValue().clients).forEach(Client::stopNow))
                    .sync();
        }
        names.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
    }
}
