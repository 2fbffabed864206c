package io.tallygate.portal.outbound;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call to an address that a tenant chose.
/// @param url        as the tenant entered it; checked when it is sent, whatever was checked before
/// @param body       null for a GET, else a POST
/// @param mostBytes  of the answer's body; the rest is not read
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record OutboundRequest(String url, Map<String, String> headers, byte @Nullable [] body, int mostBytes) {
    public OutboundRequest {
        headers = Map.copyOf(headers);
    }

    public static OutboundRequest get(String url, String accept, int mostBytes) {
        return new OutboundRequest(url, Map.of("Accept", accept), null, mostBytes);
    }

    public static OutboundRequest post(String url, Map<String, String> headers, byte[] body, int mostBytes) {
        return new OutboundRequest(url, headers, body, mostBytes);
    }
}
