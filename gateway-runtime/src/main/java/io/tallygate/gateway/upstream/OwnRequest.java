package io.tallygate.gateway.upstream;

import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import org.jspecify.annotations.Nullable;

/// What the gateway asks of its own.
/// @param head           kept to the end of the call; its length is that of the body
/// @param target         path and query, the upstream's base path included
/// @param host           what the Host field says; null: the target's own name
/// @param body           empty: there is none
/// @param clientAddress  for whom it is asked
/// @param timeoutNanos   to the answer's end, however often it is asked again
/// @param repeats        whether it may be asked again, as far as the upstream's rules go
/// @param tries          told of each try
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record OwnRequest(
        Upstream upstream,
        RequestHead head,
        Octets target,
        byte @Nullable [] host,
        byte[] body,
        String clientAddress,
        long timeoutNanos,
        boolean repeats,
        OwnTries tries) {}
