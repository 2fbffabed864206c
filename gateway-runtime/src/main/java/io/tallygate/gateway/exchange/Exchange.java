package io.tallygate.gateway.exchange;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.metering.recording.UsageDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call. One per client connection, used again for its next call.
public final class Exchange {
    private final RequestHead request = new RequestHead();
    private final UsageDraft usage = new UsageDraft();
    private final List<String> answerHeaders = new ArrayList<>();
    private Consumers consumers = Consumers.NONE;
    private @Nullable Subscription subscription;
    private @Nullable String requestId;
    private @Nullable String upstreamQuery;
    private long startedAtNanos;
    private int quotaMonth;

    /// @param consumers  those of the configuration that the call keeps to its end
    public void begin(Consumers consumers, long nowMicros, long nowNanos) {
        this.consumers = consumers;
        usage.startedAtMicros = nowMicros;
        startedAtNanos = nowNanos;
    }

    /// Forgets the call.
    public void clear() {
        request.forget();
        usage.clear();
        answerHeaders.clear();
        consumers = Consumers.NONE;
        subscription = null;
        requestId = null;
        upstreamQuery = null;
        quotaMonth = 0;
    }

    public RequestHead request() {
        return request;
    }

    /// The call as it will be recorded; every step writes into it what it finds out.
    public UsageDraft usage() {
        return usage;
    }

    public Consumers consumers() {
        return consumers;
    }

    /// Null before the caller is known, and for anonymous calls.
    public @Nullable Subscription subscription() {
        return subscription;
    }

    public void subscription(Subscription found) {
        subscription = found;
    }

    public long startedAtMillis() {
        return usage.startedAtMicros / 1000;
    }

    /// Of [System#nanoTime].
    public long startedAtNanos() {
        return startedAtNanos;
    }

    /// X-Request-Id: the usage record's id as a UUID's text.
    public String requestId() {
        String id = requestId;
        if (id == null) {
            id = RequestId.text(usage.idHigh, usage.idLow);
            requestId = id;
        }
        return id;
    }

    /// A header that the client gets with whatever answer there will be.
    public void answerHeader(String name, String value) {
        answerHeaders.add(name);
        answerHeaders.add(value);
    }

    /// Names and values in turn.
    public List<String> answerHeaders() {
        return answerHeaders;
    }

    /// The query that goes upstream; the client's own unless a policy took something out.
    public @Nullable String upstreamQuery() {
        return upstreamQuery;
    }

    public void upstreamQuery(@Nullable String query) {
        upstreamQuery = query;
    }

    /// In which month the quota counted this call; 0: it did not.
    public int quotaMonth() {
        return quotaMonth;
    }

    public void quotaMonth(int month) {
        quotaMonth = month;
    }
}
