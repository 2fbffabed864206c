package io.tallygate.portal.outbound;

import org.jspecify.annotations.Nullable;

/// What came back.
/// @param retryAfter  the header of that name, as it was sent
/// @param body       at most as many bytes as were asked for
/// @param truncated  whether there was more
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record OutboundAnswer(
        int status,
        byte[] body,
        boolean truncated,
        @Nullable String retryAfter) {}
