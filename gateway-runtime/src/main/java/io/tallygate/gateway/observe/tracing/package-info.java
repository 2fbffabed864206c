/// Traces of calls, as OpenTelemetry has them. [TraceContext] reads W3C's `traceparent` and `tracestate` strictly and
/// writes them for the next one, exporter or not; [Tracing] decides which calls are told of and takes their spans into
/// a
/// bounded queue, whence a thread of its own sends them by OTLP. What does not fit is dropped and counted: traces may
/// be, usage never. A call that is not sampled makes no object. Settings: [TracingSettings]. Knows no call.
@NullMarked
package io.tallygate.gateway.observe.tracing;

import org.jspecify.annotations.NullMarked;
