package io.tallygate.gateway.upstream;

import java.time.Duration;

/// Bounds of the connections to one target on one event loop.
/// @param connections       open at once
/// @param pending           calls that wait for one of them; more are answered 503
/// @param keepAlive         an idle connection is closed after that
/// @param responseIdleTime  a response that does not go on for so long is broken off
public record PoolLimits(int connections, int pending, Duration keepAlive, Duration responseIdleTime) {
    /// 1,024 connections and as many waiting calls, 50 s keep-alive, 5 min without progress.
    public static PoolLimits standard() {
        return new PoolLimits(1024, 1024, Duration.ofSeconds(50), Duration.ofMinutes(5));
    }
}
