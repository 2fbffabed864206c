package io.tallygate.gateway.observe.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Which calls are told of, and how their spans go to a collector. The decision of whoever called is followed, where it
/// is believed; otherwise the trace's id decides, so that all who share the ratio decide alike.
public final class Tracing implements AutoCloseable {
    /// Calls that wait to be sent.
    private static final int QUEUE = 8_192;

    private static final int BATCH = 256;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int MOST_SECONDS = 10;
    private static final int STOP_SECONDS = 2;

    private final Metrics metrics;
    private final boolean believesAll;
    private final long below;
    private final OtlpHttpSpanExporter exporter;
    private final SpanRecords records;
    private final ConcurrentLinkedQueue<CallSpan> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread sender;
    private volatile boolean stopped;

    /// @param instance  of the group
    public Tracing(TracingSettings settings, String group, String instance, String version, Metrics metrics) {
        this.metrics = metrics;
        believesAll = settings.believesAll();
        below = settings.ratio() >= 1 ? Long.MAX_VALUE : (long) (settings.ratio() * Long.MAX_VALUE);
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint().toString())
                .setConnectTimeout(Duration.ofSeconds(STOP_SECONDS))
                .setTimeout(Duration.ofSeconds(MOST_SECONDS));
        settings.headers().forEach(builder::addHeader);
        exporter = builder.build();
        records = new SpanRecords(Resource.create(Attributes.builder()
                .put("service.name", "tallygate-gateway")
                .put("service.namespace", group)
                .put("service.instance.id", instance)
                .put("service.version", version)
                .build()));
        sender = Thread.ofPlatform().daemon().name("traces").start(this::send);
    }

    /// Whether it does not matter who says that a call is told of.
    public boolean believesAll() {
        return believesAll;
    }

    /// Begins a trace for a call that belongs to none, and decides.
    /// @param isTrusted  a trusted proxy sent the call
    /// @return           null: nothing is told of this call
    public @Nullable CallSpan begin(TraceContext context, boolean isTrusted, long nowMicros, long nowNanos) {
        boolean follows = context.isThere() && (believesAll || isTrusted);
        if (!context.isThere()) {
            context.begin(newId(), newId());
        }
        boolean sampled = follows ? context.isSampled() : (context.traceLow() & Long.MAX_VALUE) < below;
        context.sampled(sampled);
        return sampled ? new CallSpan(context, newId(), nowMicros, nowNanos) : null;
    }

    /// Of a span, or a half of a trace's: never 0.
    public static long newId() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? 1 : id;
    }

    /// The call is over. Never waits.
    public void ended(CallSpan span) {
        if (waiting.get() >= QUEUE) {
            metrics.hit(Limit.TRACE_QUEUE);
            return;
        }
        waiting.incrementAndGet();
        queue.add(span);
    }

    private void send() {
        List<SpanData> batch = new ArrayList<>();
        while (true) {
            boolean last = stopped;
            batch.clear();
            int calls = 0;
            for (CallSpan next = queue.poll(); next != null; next = calls < BATCH ? queue.poll() : null) {
                waiting.decrementAndGet();
                calls++;
                records.add(next, batch);
            }
            if (!batch.isEmpty()) {
                send(batch, last ? STOP_SECONDS : MOST_SECONDS + 1);
            }
            if (last && calls < BATCH) {
                return;
            }
            if (calls < BATCH) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void send(List<SpanData> batch, int seconds) {
        try {
            CompletableResultCode sent = exporter.export(batch).join(seconds, TimeUnit.SECONDS);
            if (sent.isSuccess()) {
                metrics.spansSent.add(batch.size());
            } else {
                metrics.spansLost.add(batch.size());
            }
        } catch (RuntimeException fault) {
            metrics.spansLost.add(batch.size());
            metrics.fault("sending traces", fault);
        }
    }

    /// Sends what waits, for a moment.
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(sender);
        try {
            sender.join(Duration.ofSeconds(2 * STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown().join(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
