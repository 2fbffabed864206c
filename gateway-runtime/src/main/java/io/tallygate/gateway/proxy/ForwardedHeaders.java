package io.tallygate.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.RequestId;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.metering.recording.UsageDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What an upstream is told of the call besides its own octets: who calls and by which way. A client's own fields of
/// these names are
/// taken off first, also those that another reader might take for the same (`_` for `-`), since nobody in front of this
/// gateway is trusted yet.
final class ForwardedHeaders {
    private static final AsciiString X_REQUEST_ID = AsciiString.cached("X-Request-Id");
    private static final AsciiString X_CONSUMER_ID = AsciiString.cached("X-Consumer-Id");
    private static final AsciiString X_APPLICATION_ID = AsciiString.cached("X-Application-Id");
    private static final AsciiString X_FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
    private static final AsciiString X_FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
    private static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
    private static final AsciiString VIA = AsciiString.cached("1.1 tallygate");
    private static final Set<String> OURS = Set.of("x-request-id", "x-real-ip", "forwarded");
    private static final List<String> OUR_FAMILIES = List.of("x-consumer-", "x-application-", "x-forwarded-");

    private ForwardedHeaders() {}

    /// @param client  the address of the client's connection
    static void put(Exchange call, String client, String scheme) {
        RequestHead request = call.request();
        HttpHeaders headers = request.headers();
        removeForged(headers);
        headers.set(X_REQUEST_ID, call.requestId());
        if (call.subscription() != null) {
            UsageDraft usage = call.usage();
            headers.set(X_CONSUMER_ID, RequestId.text(usage.consumerHigh, usage.consumerLow));
            headers.set(X_APPLICATION_ID, RequestId.text(usage.applicationHigh, usage.applicationLow));
        }
        headers.add(HttpHeaderNames.VIA, VIA); // RFC 9110, 7.6.3
        headers.set(X_FORWARDED_FOR, client);
        headers.set(X_FORWARDED_PROTO, scheme);
        if (!request.authority().isEmpty()) {
            headers.set(X_FORWARDED_HOST, request.authority());
        }
    }

    private static void removeForged(HttpHeaders headers) {
        List<String> forged = null;
        for (var fields = headers.iteratorCharSequence(); fields.hasNext(); ) {
            CharSequence name = fields.next().getKey();
            int first = name.charAt(0) | 0x20;
            if ((first == 'x' || first == 'f') && isOurs(plain(name))) {
                forged = forged == null ? new ArrayList<>() : forged;
                forged.add(name.toString());
            }
        }
        if (forged != null) {
            forged.forEach(headers::remove);
        }
    }

    private static String plain(CharSequence name) {
        return name.toString().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || OUR_FAMILIES.stream().anyMatch(name::startsWith);
    }
}
