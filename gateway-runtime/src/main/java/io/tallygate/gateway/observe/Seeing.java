package io.tallygate.gateway.observe;

import io.tallygate.gateway.observe.accesslog.AccessLog;
import io.tallygate.gateway.observe.calltrace.TraceTokens;
import io.tallygate.gateway.observe.tracing.Tracing;
import org.jspecify.annotations.Nullable;

/// Who looks on while calls pass.
/// @param tracing  null: no spans are sent; W3C's context is read and carried on all the same
/// @param log      null: no line is written
/// @param tokens   who may see what a call of theirs went through
public record Seeing(@Nullable Tracing tracing, @Nullable AccessLog log, TraceTokens tokens) implements AutoCloseable {
    /// What waits is written and sent, for a moment.
    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
        if (tracing != null) {
            tracing.close();
        }
    }
}
