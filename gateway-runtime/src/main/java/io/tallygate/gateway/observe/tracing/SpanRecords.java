package io.tallygate.gateway.observe.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spans of calls as OpenTelemetry's exporter takes them, with the HTTP semantic conventions (stable since 1.23). Runs
/// on the thread that sends them.
final class SpanRecords {
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE");

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> RESEND = AttributeKey.longKey("http.request.resend_count");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("network.protocol.version");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> STEP = AttributeKey.stringKey("tallygate.step");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("tallygate.outcome");
    private static final AttributeKey<String> PROBLEM = AttributeKey.stringKey("tallygate.problem");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("tallygate.request.id");
    private static final AttributeKey<String> TENANT_ID = AttributeKey.stringKey("tallygate.tenant.id");
    private static final AttributeKey<String> API_ID = AttributeKey.stringKey("tallygate.api.id");
    private static final AttributeKey<String> ROUTE_ID = AttributeKey.stringKey("tallygate.route.id");
    private static final AttributeKey<String> CONSUMER_ID = AttributeKey.stringKey("tallygate.consumer.id");

    private final Resource resource;
    private final InstrumentationScopeInfo scope = InstrumentationScopeInfo.create("io.tallygate.gateway");

    SpanRecords(Resource resource) {
        this.resource = resource;
    }

    void add(CallSpan call, List<SpanData> into) {
        into.add(server(call));
        for (CallSpan.Try tried : call.tries) {
            into.add(client(call, tried));
        }
    }

    private SpanData server(CallSpan call) {
        AttributesBuilder about = Attributes.builder()
                .put(METHOD, known(call.method))
                .put(SCHEME, call.scheme)
                .put(PATH, call.path)
                .put(PROTOCOL, call.protocol)
                .put(OUTCOME, call.outcome)
                .put(REQUEST_ID, CallSpan.uuid(call.requestHigh, call.requestLow));
        put(about, SERVER, call.host.isEmpty() ? null : call.host);
        if (call.port > 0) {
            about.put(PORT, (long) call.port);
        }
        put(about, ROUTE, call.route);
        put(about, TENANT_ID, CallSpan.uuid(call.tenantHigh, call.tenantLow));
        put(about, API_ID, CallSpan.uuid(call.apiHigh, call.apiLow));
        put(about, ROUTE_ID, CallSpan.uuid(call.routeHigh, call.routeLow));
        put(about, CONSUMER_ID, CallSpan.uuid(call.consumerHigh, call.consumerLow));
        if (call.status > 0) {
            about.put(STATUS, (long) call.status);
        }
        boolean failed = call.status >= 500;
        if (call.problem != null) {
            about.put(PROBLEM, call.problem.name());
        }
        if (failed) {
            about.put(ERROR, call.problem == null ? Integer.toString(call.status) : call.problem.name());
        }
        String name = call.route == null ? spanName(call.method) : spanName(call.method) + " " + call.route;
        return new Record(
                name,
                SpanKind.SERVER,
                context(call, call.span),
                call.parent == 0 ? SpanContext.getInvalid() : context(call, call.parent),
                failed ? StatusData.error() : StatusData.unset(),
                at(call, call.startedAtNanos),
                at(call, call.endedAtNanos),
                about.build(),
                resource,
                scope);
    }

    private SpanData client(CallSpan call, CallSpan.Try tried) {
        String method = tried.method == null ? call.method : tried.method;
        AttributesBuilder about = Attributes.builder()
                .put(METHOD, known(method))
                .put(SERVER, tried.host)
                .put(PORT, (long) tried.port);
        if (tried.number > 0) {
            about.put(RESEND, (long) tried.number);
        }
        put(about, STEP, tried.step);
        if (tried.status > 0) {
            about.put(STATUS, (long) tried.status);
        }
        boolean failed = tried.failure != null || tried.status >= 400;
        if (failed) {
            about.put(ERROR, tried.failure == null ? Integer.toString(tried.status) : tried.failure);
        }
        return new Record(
                tried.step == null ? spanName(method) : spanName(method) + " " + tried.step,
                SpanKind.CLIENT,
                context(call, tried.span),
                context(call, call.span),
                failed ? StatusData.error() : StatusData.unset(),
                at(call, tried.startedAtNanos),
                at(call, tried.endedAtNanos),
                about.build(),
                resource,
                scope);
    }

    private static void put(AttributesBuilder about, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            about.put(key, value);
        }
    }

    /// A client must not make names.
    private static String known(String method) {
        return METHODS.contains(method) ? method : "_OTHER";
    }

    private static String spanName(String method) {
        return METHODS.contains(method) ? method : "HTTP";
    }

    private static long at(CallSpan call, long nanos) {
        return call.startedAtMicros * 1_000 + (nanos - call.startedAtNanos);
    }

    private static SpanContext context(CallSpan call, long span) {
        return SpanContext.create(
                hex(call.traceHigh) + hex(call.traceLow), hex(span), TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static String hex(long value) {
        return "%016x".formatted(value);
    }

    /// One span as the exporter reads it.
    @SuppressWarnings("deprecation") // the exporter still asks for it in two ways
    private record Record(
            String getName,
            SpanKind getKind,
            SpanContext getSpanContext,
            SpanContext getParentSpanContext,
            StatusData getStatus,
            long getStartEpochNanos,
            long getEndEpochNanos,
            Attributes getAttributes,
            Resource getResource,
            InstrumentationScopeInfo getInstrumentationScopeInfo)
            implements SpanData {
        @Override
        public List<io.opentelemetry.sdk.trace.data.EventData> getEvents() {
            return List.of();
        }

        @Override
        public List<io.opentelemetry.sdk.trace.data.LinkData> getLinks() {
            return List.of();
        }

        @Override
        public boolean hasEnded() {
            return true;
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public int getTotalRecordedLinks() {
            return 0;
        }

        @Override
        public int getTotalAttributeCount() {
            return getAttributes.size();
        }

        @Override
        public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
            return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
                    getInstrumentationScopeInfo.getName(), null);
        }
    }
}
