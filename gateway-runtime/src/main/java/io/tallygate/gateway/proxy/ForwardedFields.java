package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.consumer.CredentialKind;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.metering.recording.UsageDraft;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// What an upstream is told of the call besides its own octets: who calls and by which way. A client's own fields of
/// these names are taken off first, also those that another reader might take for the same (`_` for `-`), since nobody
/// in
/// front of this gateway is trusted yet.
final class ForwardedFields {
    private static final FieldName X_CONSUMER_ID = FieldName.of("X-Consumer-Id");
    private static final FieldName X_APPLICATION_ID = FieldName.of("X-Application-Id");
    private static final FieldName X_FORWARDED_FOR = FieldName.of("X-Forwarded-For");
    private static final FieldName X_FORWARDED_HOST = FieldName.of("X-Forwarded-Host");
    private static final FieldName X_FORWARDED_PROTO = FieldName.of("X-Forwarded-Proto");
    private static final FieldName X_FORWARDED_PREFIX = FieldName.of("X-Forwarded-Prefix");
    private static final FieldName X_REAL_IP = FieldName.of("X-Real-IP");
    private static final FieldName X_CREDENTIAL_ID = FieldName.of("X-Credential-Id");
    private static final FieldName X_CREDENTIAL_KIND = FieldName.of("X-Credential-Kind");
    private static final byte[] ANONYMOUS = "anonymous".getBytes(US_ASCII);
    private static final String FORWARDED = "x-forwarded-";
    private static final Set<String> WRITTEN = Set.of("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto");
    private static final byte[] BY_US = "1.1 tallygate".getBytes(US_ASCII);
    private static final byte[] BY_US_FROM_2 = "2.0 tallygate".getBytes(US_ASCII);
    private static final byte[] HTTP = "http".getBytes(US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(US_ASCII);
    /// Nobody's field: servers of the old kind turn it into a setting of their own (HTTP_PROXY).
    private static final FieldName PROXY = FieldName.of("Proxy");

    private static final Set<String> OURS = Set.of("x-request-id", "x-call-id", "x-real-ip", "forwarded");
    private static final List<String> OUR_FAMILIES =
            List.of("x-consumer-", "x-application-", "x-credential-", FORWARDED);

    /// How our fields' names begin, but for Forwarded; a name that begins in another way needs no closer look.
    private static final byte[][] FAMILIES = Stream.of(
                    "x-consumer-", "x-application-", "x-credential-", FORWARDED, "x-re", "x-call-")
            .map(text -> text.getBytes(US_ASCII))
            .toArray(byte[][]::new);

    private ForwardedFields() {}

    /// @param proxies  of these the fields that they wrote are carried on
    static void put(Exchange call, TrustedProxies proxies) {
        RequestHead request = call.request();
        Fields fields = request.fields();
        boolean believed = !proxies.isEmpty() && proxies.isTrusted(call.peerAddress());
        String chain = believed ? fields.joined("x-forwarded-for", ", ") : null;
        removeForged(fields, believed);
        fields.remove(PROXY);
        Answers.putIds(call, fields);
        caller(call, fields);
        fields.add(FieldName.VIA, request.isHttp2() ? BY_US_FROM_2 : BY_US); // RFC 9110, 7.6.3
        if (chain == null) {
            fields.add(X_FORWARDED_FOR, call.peerAddress());
        } else {
            fields.begin(X_FORWARDED_FOR)
                    .text(chain)
                    .text(", ")
                    .text(call.peerAddress())
                    .end();
        }
        fields.add(X_FORWARDED_PROTO, call.isSecure() ? HTTPS : HTTP);
        fields.add(X_REAL_IP, call.clientAddress());
        String named = call.forwardedHost();
        if (named != null) {
            fields.add(X_FORWARDED_HOST, named);
        } else if (request.authorityOctets().length > 0) {
            fields.add(X_FORWARDED_HOST, request.authorityOctets());
        }
    }

    /// What of the path was taken off before the call goes upstream.
    static void stripped(Exchange call, byte[] path, int from, int to) {
        Fields fields = call.request().fields();
        if (to - from > 1 && fields.find(X_FORWARDED_PREFIX) < 0) { // one that is still there is a trusted proxy's
            fields.begin(X_FORWARDED_PREFIX).text(path, from, to).end();
        }
    }

    /// Without what a reader that puts them among the headers would take for the gateway's word, or for a header that
    /// was checked.
    static Fields trailers(Fields trailers, Fields head) {
        removeForged(trailers, false);
        trailers.remove(PROXY);
        for (int place = 0; place < trailers.places(); place++) {
            if (trailers.isThere(place) && head.find(trailers.nameAt(place).toLowerCase(Locale.ROOT), 0) >= 0) {
                trailers.removeAt(place);
            }
        }
        return trailers;
    }

    /// Who calls, as far as the route asked.
    private static void caller(Exchange call, Fields fields) {
        UsageDraft usage = call.usage();
        CredentialKind kind = call.callerKind();
        if (kind != null) {
            fields.add(X_CREDENTIAL_KIND, kind.octets());
            if (call.credential() != null) {
                fields.begin(X_CREDENTIAL_ID)
                        .uuid(usage.credentialHigh, usage.credentialLow)
                        .end();
            }
        } else if (call.isAnonymous()) {
            fields.add(X_CREDENTIAL_KIND, ANONYMOUS);
        }
        if ((usage.consumerHigh | usage.consumerLow) != 0) {
            fields.begin(X_CONSUMER_ID)
                    .uuid(usage.consumerHigh, usage.consumerLow)
                    .end();
            fields.begin(X_APPLICATION_ID)
                    .uuid(usage.applicationHigh, usage.applicationLow)
                    .end();
        }
    }

    /// @param believed  what a trusted proxy wrote and we do not write ourselves stays
    private static void removeForged(Fields fields, boolean believed) {
        for (int place = 0; place < fields.places(); place++) {
            if (fields.isThere(place)) {
                int first = fields.firstOfName(place);
                if (first == 'x' && fields.nameBegins(place, FAMILIES) || first == 'f') {
                    String sent = fields.nameAt(place).toLowerCase(Locale.ROOT);
                    String name = sent.replace('_', '-');
                    // another spelling of one is never a trusted proxy's own: it let pass what it did not know
                    boolean carried = believed && name.startsWith(FORWARDED) && !WRITTEN.contains(name);
                    if (isOurs(name) && !(carried && sent.indexOf('_') < 0)) {
                        fields.removeAt(place);
                    }
                }
            }
        }
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || OUR_FAMILIES.stream().anyMatch(name::startsWith);
    }
}
