package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.http.HopByHop;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.UpstreamFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is put into answers, the upstream's or the gateway's own.
final class Answers {
    static final FieldName X_REQUEST_ID = FieldName.of("X-Request-Id");
    /// Of the usage record, where the request's id is a trusted proxy's.
    private static final FieldName X_CALL_ID = FieldName.of("X-Call-Id");

    private static final byte[] PROBLEM = "application/problem+json".getBytes(US_ASCII);
    private static final byte[] NO_STORE = "no-store".getBytes(US_ASCII);

    private static final List<FieldName> NO_TRAILERS = Stream.of(
                    "Host",
                    "Content-Length",
                    "Transfer-Encoding",
                    "Content-Type",
                    "Content-Encoding",
                    "Content-Range",
                    "Authorization",
                    "WWW-Authenticate",
                    "Cookie",
                    "Set-Cookie",
                    "Location",
                    "Cache-Control",
                    "Expires",
                    "Age",
                    "Vary",
                    "X-Request-Id")
            .map(FieldName::of)
            .toList();

    private Answers() {}

    /// @return  the body
    static byte[] problem(Problem problem, Exchange call) {
        byte[] body = problem.json(call.callId(), call.requestId());
        AnswerHead answer = call.answer();
        answer.begin(problem.status(), body.length);
        answer.fields().add(FieldName.CONTENT_TYPE, PROBLEM);
        answer.fields().add(FieldName.CACHE_CONTROL, NO_STORE);
        if (problem.status() == 503) {
            answer.fields().add(FieldName.RETRY_AFTER, 1);
        }
        return body;
    }

    /// What the gateway says with every answer.
    static void putOwn(Exchange call, DateField date) {
        AnswerHead answer = call.answer();
        if (!answer.fields().contains(FieldName.DATE)) {
            answer.fields().add(FieldName.DATE, date.now()); // RFC 9110, 6.6.1
        }
        answer.fields().remove(X_REQUEST_ID);
        answer.fields().remove(X_CALL_ID); // an upstream's own would be taken for ours
        putIds(call, answer.fields());
        answer.fields().replaceBy(call.answerFields()); // an upstream must not speak for the gateway's limits
    }

    /// How the call is known: to us, and to a trusted proxy that named it before.
    static void putIds(Exchange call, Fields fields) {
        String given = call.givenRequestId();
        if (given != null) {
            fields.add(X_REQUEST_ID, given);
        }
        fields.begin(given == null ? X_REQUEST_ID : X_CALL_ID)
                .uuid(call.usage().idHigh, call.usage().idLow)
                .end();
    }

    /// Whether there is one that nobody may send behind a body.
    static boolean holdsForbidden(Fields trailers) {
        for (FieldName name : NO_TRAILERS) {
            if (trailers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /// Without what would change how the message is read, routed or trusted if it were merged into the head
    /// (RFC 9110, 6.5.1).
    static Fields trailers(Fields trailers) {
        HopByHop.removeFrom(trailers);
        for (FieldName name : NO_TRAILERS) {
            trailers.remove(name);
        }
        return trailers;
    }

    static Problem problemOf(Malformed malformed) {
        return switch (malformed.reason()) {
            case FRAMING -> Problems.badRequest(malformed.detail());
            case REQUEST_LINE_TOO_LONG -> Problems.tooLarge(414, malformed.detail());
            case HEAD_TOO_LARGE -> Problems.tooLarge(431, malformed.detail());
            case BODY_TOO_LARGE -> Problems.tooLarge(413, malformed.detail());
            case VERSION, MINOR_VERSION -> Problems.versionNotSupported(malformed.detail());
            case TRANSFER_CODING -> Problems.codingNotSupported(malformed.detail());
        };
    }

    static @Nullable Limit limitOf(Malformed malformed) {
        return switch (malformed.reason()) {
            case REQUEST_LINE_TOO_LONG -> Limit.REQUEST_LINE;
            case HEAD_TOO_LARGE -> Limit.REQUEST_HEAD;
            case BODY_TOO_LARGE -> Limit.REQUEST_BODY;
            case FRAMING, VERSION, MINOR_VERSION, TRANSFER_CODING -> null;
        };
    }

    static Problem problemOf(UpstreamFailure failure) {
        if (failure == UpstreamFailure.OVERLOADED) {
            return Problems.OVERLOADED;
        }
        if (failure == UpstreamFailure.FAULT) {
            return Problems.INTERNAL;
        }
        return failure.isTimeout() ? Problems.UPSTREAM_TIMEOUT : Problems.UPSTREAM_REFUSED;
    }
}
