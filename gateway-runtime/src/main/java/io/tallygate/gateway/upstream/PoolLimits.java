package io.tallygate.gateway.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Bounds of the connections to one target on one event loop.
/// @param connections       open at once
/// @param pending           calls that wait for one of them; more are answered 503
/// @param keepAlive         an idle connection is closed after that
/// @param responseIdleTime  a response that does not go on for so long is broken off
/// @param nameServers       that targets' names are looked up at; empty: the machine's
public record PoolLimits(
        int connections,
        int pending,
        Duration keepAlive,
        Duration responseIdleTime,
        List<InetSocketAddress> nameServers) {
    public PoolLimits {
        nameServers = List.copyOf(nameServers);
    }

    /// 1,024 connections and as many waiting calls, 50 s keep-alive, 5 min without progress.
    public static PoolLimits standard() {
        return new PoolLimits(1024, 1024, Duration.ofSeconds(50), Duration.ofMinutes(5), List.of());
    }
}
