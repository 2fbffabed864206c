package io.tallygate.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.HopByHop;
import io.tallygate.gateway.http.Malformed;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.UpstreamFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Heads of answers as the client gets them: the upstream's, or a problem of the gateway's own.
final class Answers {
    static final AsciiString X_REQUEST_ID = AsciiString.cached("X-Request-Id");
    private static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");

    private Answers() {}

    /// The upstream's head, without what concerns its own connection, and framed for this client.
    /// @param http11     the client's version
    /// @param keepAlive  false: the connection ends with this answer
    static HttpResponse of(HttpResponse head, Exchange call, boolean http11, boolean keepAlive) {
        HttpHeaders headers = head.headers();
        HopByHop.removeFrom(headers);
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        if (chunked && !http11) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING); // the end of the connection ends the body
        } else if (!chunked && http11 && !HttpUtil.isContentLengthSet(head) && mayHaveBody(head, call)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        putOwn(headers, call, http11, keepAlive);
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status(), headers);
    }

    /// Whether the length of the body is told by the end of the connection when the client speaks HTTP/1.0.
    static boolean endsWithConnection(HttpResponse head, Exchange call) {
        return !HttpUtil.isContentLengthSet(head) && mayHaveBody(head, call);
    }

    private static boolean mayHaveBody(HttpResponse head, Exchange call) {
        int status = head.status().code();
        return !call.request().isHead() && status >= 200 && status != 204 && status != 304;
    }

    static FullHttpResponse of(Problem problem, Exchange call, boolean http11, boolean keepAlive) {
        byte[] body = problem.json(call.requestId());
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.status()), Unpooled.wrappedBuffer(body));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, PROBLEM)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (problem.status() == 503) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        }
        putOwn(answer.headers(), call, http11, keepAlive);
        return answer;
    }

    private static void putOwn(HttpHeaders headers, Exchange call, boolean http11, boolean keepAlive) {
        headers.set(X_REQUEST_ID, call.requestId());
        List<String> own = call.answerHeaders();
        for (int i = 0; i < own.size(); i += 2) {
            headers.remove(own.get(i)); // an upstream must not speak for the gateway's limits
        }
        for (int i = 0; i < own.size(); i += 2) {
            headers.add(own.get(i), own.get(i + 1));
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!http11) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    static Problem problemOf(Malformed malformed) {
        return switch (malformed.reason()) {
            case FRAMING -> Problems.badRequest(malformed.detail());
            case REQUEST_LINE_TOO_LONG -> Problems.tooLarge(414, malformed.detail());
            case HEAD_TOO_LARGE -> Problems.tooLarge(431, malformed.detail());
            case BODY_TOO_LARGE -> Problems.tooLarge(413, malformed.detail());
            case VERSION -> Problems.versionNotSupported(malformed.detail());
            case TRANSFER_CODING -> Problems.codingNotSupported(malformed.detail());
        };
    }

    static @Nullable Limit limitOf(Malformed malformed) {
        return switch (malformed.reason()) {
            case REQUEST_LINE_TOO_LONG -> Limit.REQUEST_LINE;
            case HEAD_TOO_LARGE -> Limit.REQUEST_HEAD;
            case BODY_TOO_LARGE -> Limit.REQUEST_BODY;
            case FRAMING, VERSION, TRANSFER_CODING -> null;
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
