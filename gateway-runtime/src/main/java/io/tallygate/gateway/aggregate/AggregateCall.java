package io.tallygate.gateway.aggregate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.AnswerHead;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Octets;
import io.tallygate.gateway.http.RequestHead;
import io.tallygate.gateway.json.JsonFault;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.policy.RequestValues;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.OwnCalls;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamSide;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call that several upstream calls answer. For its owner it is an upstream: the steps begin when the request is
/// complete, each as soon as those that it needs have come, and all that are open end with [#abort].
public final class AggregateCall implements UpstreamSide {
    private static final FieldName PARTIAL = FieldName.of("X-Partial-Answer");

    private final Aggregation aggregation;
    private final Upstream ofRoute;
    private final Exchange call;
    private final OwnCalls own;
    private final Metrics metrics;
    private final Answering owner;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, StepFailure> failed = new LinkedHashMap<>();
    private @Nullable StepValues values;
    private long endsAtNanos;
    private int held;
    private boolean asked;
    private boolean going;
    private boolean again;
    private boolean over;

    /// @param ofRoute  the route's own upstream
    public AggregateCall(
            Aggregation aggregation, Upstream ofRoute, Exchange call, OwnCalls own, Metrics metrics, Answering owner) {
        this.aggregation = aggregation;
        this.ofRoute = ofRoute;
        this.call = call;
        this.own = own;
        this.metrics = metrics;
        this.owner = owner;
        aggregation.steps().forEach(step -> parts.add(new Part(step, this)));
    }

    // what the owner says --------------------------------------------------------------------------------------------

    @Override
    public void maySwitch() {}

    @Override
    public void send(RequestHead head, Octets target, byte[] host) {
        owner.answer().clear();
    }

    /// What of the body a step looks at was gathered before.
    @Override
    public void send(ByteBuf part) {
        part.release();
    }

    @Override
    public void end() {
        endsAtNanos = System.nanoTime() + aggregation.timeoutNanos();
        values = new StepValues(new RequestValues(call, aggregation.route()), AggregateBodyPolicy.bodyOf(call));
        go();
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void abort() {
        if (!over) {
            over = true;
            parts.forEach(Part::abort);
            aggregation.gathered().give(held);
            held = 0;
        }
    }

    @Override
    public void finish() {
        abort();
    }

    // what the parts say ---------------------------------------------------------------------------------------------

    Metrics metrics() {
        return metrics;
    }

    /// Whether there is room for so many octets more.
    boolean takes(int octets) {
        if (held + (long) octets > aggregation.maxBytes()) {
            metrics.hit(Limit.AGGREGATE_ANSWER);
            return false;
        }
        if (!aggregation.gathered().take(octets)) {
            return false;
        }
        held += octets;
        return true;
    }

    /// A part has its value, or none.
    void go() {
        again = true;
        if (going) {
            return;
        }
        going = true;
        try {
            while (again && !over) {
                again = false;
                advance();
            }
        } catch (RuntimeException | LinkageError fault) { // nobody else would end the call
            metrics.fault("aggregating an answer", fault);
            if (!over) {
                fail(Problems.INTERNAL, false);
            }
        } finally {
            going = false;
        }
    }

    private void advance() {
        StepValues known = values;
        if (known == null) {
            throw new IllegalStateException("the request is not complete");
        }
        boolean all = true;
        for (Part part : parts) {
            if (part.isNew() && part.step().needs().stream().allMatch(this::isOver)) {
                begin(part, known);
            }
            if (over || settle(part, known)) {
                return;
            }
            all &= part.isOver();
        }
        if (all) {
            answer(known);
        }
    }

    private boolean isOver(String step) {
        return parts.stream().anyMatch(part -> part.step().id().equals(step) && part.isOver() && part.isSettled());
    }

    private void begin(Part part, StepValues known) {
        Step step = part.step();
        if (step.needs().stream().anyMatch(need -> known.of(need).isMissingNode())) {
            part.fail(StepFailure.notAsked(null));
            return;
        }
        long left = endsAtNanos - System.nanoTime();
        if (left <= 0) {
            part.fail(StepFailure.TIMEOUT);
            return;
        }
        try {
            part.ask(
                    own,
                    StepRequest.of(
                            step,
                            aggregation.upstreamOf(step, ofRoute),
                            known,
                            call,
                            own,
                            owner.tries(step.id(), step.method()),
                            Math.min(left, step.timeoutNanos())));
            asked = true;
        } catch (Unfilled missing) {
            part.fail(StepFailure.notAsked(missing.ofRequest()));
        }
    }

    /// Notes what has become of a part.
    /// @return  whether the call has ended by it
    private boolean settle(Part part, StepValues known) {
        if (!part.isOver() || part.isSettled()) {
            return false;
        }
        part.settled();
        again = true; // others may have waited for it
        StepFailure failure = part.failure();
        if (failure == null) {
            known.answers().put(part.step().id(), part.value());
            return false;
        }
        metrics.failedSteps.increment();
        failed.put(part.step().id(), failure);
        if (part.step().fallback() != null) {
            known.answers().put(part.step().id(), part.step().fallback());
            return false;
        }
        if (part.step().required()) {
            fail(problem(part.step(), failure), failure.timeout());
            return true;
        }
        return false;
    }

    private static Problem problem(Step step, StepFailure failure) {
        int status = failure.ofCaller()
                ? 400
                : failure.timeout() ? 504 : step.relayed().contains(failure.status()) ? failure.status() : 502;
        return Problems.partFailed(status, "The part \"%s\" of this answer %s.".formatted(step.id(), failure.told()));
    }

    private void fail(Problem problem, boolean timeout) {
        abort();
        owner.onProblem(problem, asked, timeout);
    }

    private void answer(StepValues known) {
        byte[] made;
        try {
            made = aggregation.assembly().of(aggregation.steps(), known, failed, aggregation.maxBytes());
        } catch (JsonFault unfit) {
            switch (unfit.kind()) {
                case DEPTH -> metrics.hit(Limit.JSON_DEPTH);
                case SIZE, WORK -> metrics.hit(Limit.MAPPING_WORK);
                case BROKEN, MISFIT, SAID -> {}
            }
            fail(
                    Problems.unfitAnswer("What the services behind this API answered does not have the agreed form."),
                    false);
            return;
        }
        AnswerHead head = owner.answer();
        head.begin(200, made.length);
        head.fields().add(FieldName.CONTENT_TYPE, "application/json");
        if (!failed.isEmpty()) {
            head.fields().add(PARTIAL, String.join(", ", failed.keySet()));
            head.fields().add(FieldName.CACHE_CONTROL, "no-store"); // another call may get all of it
        }
        boolean bodied = head.mayHaveBody(call.request().isHead());
        owner.onHead();
        if (!over && bodied) {
            owner.onBody(Unpooled.wrappedBuffer(made));
        }
        if (!over) {
            abort(); // all that was held is given back
            owner.onEnd(null);
        }
    }
}
