package io.tallygate.gateway.policy.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.VaryField;
import io.tallygate.gateway.policy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Codes an upstream's answer on its way, if the client takes it and it is worth it. Never what is coded already, nor a
/// part of something, nor what somebody forbade to change (Cache-Control: no-transform).
final class CompressionPolicy implements Policy {
    /// Bodies that are coded at the same time in this process; each has about a MiB. Others go as they are.
    static final int MAX_BODIES = 512;

    static final AtomicInteger BODIES = new AtomicInteger();
    private static final Slot<Asked> ASKED = new Slot<>(Asked.class);
    private static final FieldName ETAG = FieldName.of("ETag");
    private static final FieldName ACCEPT_RANGES = FieldName.of("Accept-Ranges");
    private static final FieldName CONTENT_RANGE = FieldName.of("Content-Range");
    private static final FieldName CONTENT_MD5 = FieldName.of("Content-MD5");
    private static final FieldName CONTENT_DIGEST = FieldName.of("Content-Digest");

    /// What the request's own fields said, before anything changed them.
    private record Asked(String codings) {}

    private final List<Coding> codings;
    private final List<String> types;
    private final int minBytes;
    private final Metrics metrics;

    /// @param types  media types in lower case; `text/*` for all of a kind, `+json` for a suffix
    CompressionPolicy(List<Coding> codings, List<String> types, int minBytes, Metrics metrics) {
        this.codings = List.copyOf(codings);
        this.types = List.copyOf(types);
        this.minBytes = minBytes;
        this.metrics = metrics;
    }

    @Override
    public Verdict check(Exchange call) {
        String accepted = call.request().fields().joined("accept-encoding", ",");
        if (accepted != null) {
            call.slot(ASKED, new Asked(accepted));
        }
        return Verdict.CONTINUE;
    }

    @Override
    public void onAnswer(Exchange call) {
        AnswerHead answer = call.answer();
        if (call.isAnsweredHere() || !isWorthIt(answer)) {
            return;
        }
        Fields fields = answer.fields();
        VaryField.add(fields, "Accept-Encoding");
        Asked asked = call.slot(ASKED);
        Coding coding = AcceptedCodings.best(asked == null ? null : asked.codings(), codings);
        if (coding == null) {
            return;
        }
        boolean bodied = answer.mayHaveBody(call.request().isHead());
        if (bodied && !code(call, coding)) {
            return;
        }
        fields.add(FieldName.CONTENT_ENCODING, coding.token());
        fields.remove(ACCEPT_RANGES); // those of the upstream are of another body
        fields.remove(CONTENT_MD5);
        fields.remove(CONTENT_DIGEST);
        answer.lengthUnknown();
        weaken(fields);
    }

    private boolean code(Exchange call, Coding coding) {
        if (BODIES.incrementAndGet() > MAX_BODIES) {
            BODIES.decrementAndGet();
            metrics.hit(Limit.COMPRESSED_BODIES);
            return false;
        }
        boolean comesAsItHappens = call.answer().contentLength() < 0;
        call.answerBody(new CodedBody(coding, comesAsItHappens, BODIES::decrementAndGet));
        return true;
    }

    private boolean isWorthIt(AnswerHead answer) {
        int status = answer.status();
        Fields fields = answer.fields();
        if (status < 200 || status == 204 || status == 205 || status == 206 || status == 304) {
            return false;
        }
        if (fields.contains(FieldName.CONTENT_ENCODING) || fields.contains(CONTENT_RANGE)) {
            return false;
        }
        if (answer.contentLength() >= 0 && answer.contentLength() < minBytes) {
            return false;
        }
        String cache = fields.joined("cache-control", ",");
        if (cache != null && cache.toLowerCase(Locale.ROOT).contains("no-transform")) {
            return false;
        }
        String type = fields.get(FieldName.CONTENT_TYPE);
        return type != null && isListed(type.toLowerCase(Locale.ROOT));
    }

    private boolean isListed(String type) {
        int parameters = type.indexOf(';');
        String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        for (String listed : types) {
            boolean same = listed.startsWith("+")
                    ? media.endsWith(listed)
                    : listed.endsWith("/*")
                            ? media.startsWith(listed.substring(0, listed.length() - 1))
                            : media.equals(listed);
            if (same) {
                return !media.equals("text/event-stream") || types.contains(media);
            }
        }
        return false;
    }

    /// Two bodies of one resource are not alike octet by octet (RFC 9110, 8.8.1).
    private static void weaken(Fields fields) {
        int place = fields.find(ETAG);
        if (place >= 0 && fields.octets()[fields.valueFrom(place)] == '"') {
            byte[] weak = ("W/" + fields.valueAt(place)).getBytes(ISO_8859_1);
            fields.remove(ETAG);
            fields.add(ETAG, weak);
        }
    }
}
