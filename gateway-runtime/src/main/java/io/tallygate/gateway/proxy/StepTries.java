package io.tallygate.gateway.proxy;

import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.observe.tracing.CallSpan;
import io.tallygate.gateway.observe.tracing.TraceContext;
import io.tallygate.gateway.observe.tracing.Tracing;
import io.tallygate.gateway.upstream.OwnTries;
import io.tallygate.gateway.upstream.Target;
import org.jspecify.annotations.Nullable;

/// The spans of one step of a sampled call: one each time that it is asked. All of them end before the call does.
final class StepTries implements OwnTries {
    private final CallSpan call;
    private final TraceContext context;
    private final String step;
    private final String method;
    private CallSpan.@Nullable Try open;
    private int number;

    StepTries(CallSpan call, TraceContext context, String step, String method) {
        this.call = call;
        this.context = context;
        this.step = step;
        this.method = method;
    }

    @Override
    public void begins(Target to) {
        open = call.begin(Tracing.newId(), System.nanoTime(), to.host(), to.port(), number++)
                .ofStep(step, method);
    }

    @Override
    public void sends(Fields fields) {
        CallSpan.Try tried = open;
        if (tried != null) {
            context.put(fields, tried.span());
        }
    }

    @Override
    public void ends(int status, @Nullable String why) {
        CallSpan.Try tried = open;
        open = null;
        if (tried != null) {
            tried.end(System.nanoTime(), status, why);
        }
    }
}
