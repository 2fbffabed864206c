package io.tallygate.gateway.policy.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.json.GzipText;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.GatheredOctets;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import java.util.Set;

/// Another body comes back than the upstream's. Its head waits until it is made, so that a body that does not fit
/// becomes
/// a problem.
/// @param statuses  of the answers that are mapped; empty: 200 to 299
record ResponseMappingPolicy(Mapped mapped, Set<Integer> statuses, GatheredOctets gathered) implements Policy {
    private static final FieldName ETAG = FieldName.of("ETag");
    private static final FieldName ACCEPT_RANGES = FieldName.of("Accept-Ranges");
    private static final FieldName CONTENT_RANGE = FieldName.of("Content-Range");
    private static final FieldName RANGE = FieldName.of("Range");
    private static final FieldName ACCEPT_ENCODING = FieldName.of("Accept-Encoding");

    @Override
    public Verdict check(Exchange call) {
        return Verdict.CONTINUE;
    }

    /// What is asked for is one that can be read, and all of it.
    @Override
    public void onRequest(Exchange call) {
        Fields fields = call.request().fields();
        fields.set(ACCEPT_ENCODING, "identity");
        fields.remove(RANGE);
    }

    @Override
    public void onAnswer(Exchange call) {
        AnswerHead answer = call.answer();
        if (call.isAnsweredHere() || !isMapped(answer.status())) {
            return;
        }
        Fields fields = answer.fields();
        String coding = fields.joined("content-encoding", ",");
        boolean readable = JsonType.isSaidBy(fields) && GzipText.canRead(coding) && !fields.contains(CONTENT_RANGE);
        if (!readable && !mapped.onlyJson()) {
            return;
        }
        boolean bodied = answer.mayHaveBody(call.request().isHead());
        if (!bodied && answer.status() != 200) { // 204, 304
            weaken(fields);
            return;
        }
        MappedAnswer change = new MappedAnswer(mapped, gathered, call, coding);
        if (!readable) {
            change.refuse(Problems.unfitAnswer("The service behind this API answered something else than JSON."));
        } else if (answer.contentLength() > mapped.maxBytes()) {
            mapped.metrics().hit(Limit.MAPPED_ANSWER);
            change.refuse(MappedAnswer.TOO_LONG);
        }
        JsonType.put(fields, mapped.type());
        fields.remove(ACCEPT_RANGES);
        weaken(fields);
        answer.lengthUnknown();
        if (bodied) {
            call.answerBody(change);
        }
    }

    private boolean isMapped(int status) {
        return statuses.isEmpty() ? status >= 200 && status < 300 : statuses.contains(status);
    }

    /// It is not the same, octet by octet, as the upstream knows it.
    private static void weaken(Fields fields) {
        int place = fields.find(ETAG);
        if (place >= 0 && fields.octets()[fields.valueFrom(place)] == '"') {
            byte[] weak = ("W/" + fields.valueAt(place)).getBytes(ISO_8859_1);
            fields.remove(ETAG);
            fields.add(ETAG, weak);
        }
    }
}
