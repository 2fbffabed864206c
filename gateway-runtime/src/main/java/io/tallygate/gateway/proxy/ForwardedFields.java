package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.metering.recording.UsageDraft;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What an upstream is told of the call besides its own octets: who calls and by which way. A client's own fields of
/// these names are taken off first, also those that another reader might take for the same (`_` for `-`), since nobody
/// in
/// front of this gateway is trusted yet.
final class ForwardedFields {
    private static final FieldName X_REQUEST_ID = Answers.X_REQUEST_ID;
    private static final FieldName X_CONSUMER_ID = FieldName.of("X-Consumer-Id");
    private static final FieldName X_APPLICATION_ID = FieldName.of("X-Application-Id");
    private static final FieldName X_FORWARDED_FOR = FieldName.of("X-Forwarded-For");
    private static final FieldName X_FORWARDED_HOST = FieldName.of("X-Forwarded-Host");
    private static final FieldName X_FORWARDED_PROTO = FieldName.of("X-Forwarded-Proto");
    private static final byte[] BY_US = "1.1 tallygate".getBytes(US_ASCII);
    private static final byte[] BY_US_FROM_2 = "2.0 tallygate".getBytes(US_ASCII);
    private static final byte[] HTTP = "http".getBytes(US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(US_ASCII);
    private static final Set<String> OURS = Set.of("x-request-id", "x-real-ip", "forwarded");
    private static final List<String> OUR_FAMILIES = List.of("x-consumer-", "x-application-", "x-forwarded-");

    private ForwardedFields() {}

    static void put(Exchange call) {
        RequestHead request = call.request();
        Fields fields = request.fields();
        removeForged(fields);
        UsageDraft usage = call.usage();
        fields.begin(X_REQUEST_ID).uuid(usage.idHigh, usage.idLow).end();
        if (call.subscription() != null) {
            fields.begin(X_CONSUMER_ID)
                    .uuid(usage.consumerHigh, usage.consumerLow)
                    .end();
            fields.begin(X_APPLICATION_ID)
                    .uuid(usage.applicationHigh, usage.applicationLow)
                    .end();
        }
        fields.add(FieldName.VIA, request.isHttp2() ? BY_US_FROM_2 : BY_US); // RFC 9110, 7.6.3
        fields.add(X_FORWARDED_FOR, call.clientAddress());
        fields.add(X_FORWARDED_PROTO, call.isSecure() ? HTTPS : HTTP);
        if (request.authorityOctets().length > 0) {
            fields.add(X_FORWARDED_HOST, request.authorityOctets());
        }
    }

    private static void removeForged(Fields fields) {
        for (int place = 0; place < fields.places(); place++) {
            if (fields.isThere(place)) {
                int first = fields.firstOfName(place);
                if ((first == 'x' || first == 'f')
                        && isOurs(fields.nameAt(place).replace('_', '-').toLowerCase(Locale.ROOT))) {
                    fields.removeAt(place);
                }
            }
        }
    }

    private static boolean isOurs(String name) {
        return OURS.contains(name) || OUR_FAMILIES.stream().anyMatch(name::startsWith);
    }
}
