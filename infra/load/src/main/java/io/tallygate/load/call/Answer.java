package io.tallygate.load.call;

import org.jspecify.annotations.Nullable;

/// A complete answer: every byte that its head announced has arrived.
/// @param requestId  the gateway's `X-Request-Id`; null when it sent none
/// @param endedAt    [System#nanoTime] when the last byte was read
public record Answer(int status, @Nullable String requestId, long endedAt) {}
