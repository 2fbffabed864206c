package io.tallygate.load.bench;

import io.tallygate.load.call.Answer;
import io.tallygate.load.call.CallConnection;
import io.tallygate.load.call.SteadyCalls;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// From the last byte of a call to the answer of `/api/v1/tenants/{t}/usage` that counts it, while 5,000 calls a
/// second pass for another application. Sampled calls belong to an application of their own and are made one
/// after another, so the n-th is visible when the total first says n; how often the total is asked for is part
/// of the figure.
public final class UsageVisibility implements Bench {
    private static final int LOAD_PER_SECOND = 5_000;
    private static final int CONNECTIONS = 32;
    private static final int SAMPLES = 240;
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(200);
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(25);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration BOUND = Duration.ofSeconds(3);

    private final long[] endedAt = new long[SAMPLES];
    private final AtomicInteger made = new AtomicInteger();
    private final Samples samples = new Samples();

    @Override
    public void run(Stack stack, Figures figures) throws IOException, InterruptedException {
        var load = new Load();
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller crowd = api.subscribe("crowd");
            DrilledApi.Caller sampled = api.subscribe("sampled");
            api.awaitServed(crowd.key());
            long began;
            long ended;
            try (SteadyCalls calls = new SteadyCalls(
                    stack.gateway(), api.path(), crowd.key(), LOAD_PER_SECOND, CONNECTIONS, LONGEST, load)) {
                Thread.sleep(BEFORE);
                began = System.nanoTime();
                load.begin();
                sample(stack, api, sampled);
                ended = System.nanoTime();
                load.end();
            }
            figures.print("usageVisible", samples, BOUND);
            figures.print("loadCallsPerSecond", load.complete() * 1e9 / (ended - began), "1/s");
            figures.print("loadCallsNotAnswered200", load.failed(), "1");
            figures.printMachine();
            if (upstream.withoutId() > 0) {
                throw new IOException("Calls reached the upstream without a request id");
            }
        }
    }

    private void sample(Stack stack, DrilledApi api, DrilledApi.Caller sampled)
            throws IOException, InterruptedException {
        var done = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().name("sampled-calls").start(() -> {
            try {
                call(stack, api, sampled);
            } catch (IOException | InterruptedException failed) {
                done.set(true);
            }
        });
        Instant from = Instant.now().minus(Duration.ofMinutes(5));
        String usage = "/usage?meter=requests&window=none&application=%s&from=%s&to=%s"
                .formatted(sampled.application(), from, from.plus(Duration.ofHours(1)));
        int visible = 0;
        long lastSeen = System.nanoTime();
        while (visible < SAMPLES && !done.get()) {
            long total = api.control().get(usage).path("total").asLong();
            long now = System.nanoTime();
            if (total > made.get() + 1) {
                throw new IOException("Usage says " + total + " calls, but only " + made.get() + " were made");
            }
            for (int seen = Math.min((int) total, made.get()); visible < seen; visible++) {
                samples.add(now - endedAt[visible]);
                lastSeen = now;
            }
            if (now - lastSeen > GIVE_UP.toNanos()) {
                throw new IOException("No further call became visible within " + GIVE_UP);
            }
            Thread.sleep(BETWEEN_POLLS);
        }
        caller.join();
        if (done.get()) {
            throw new IOException("A sampled call failed");
        }
    }

    private void call(Stack stack, DrilledApi api, DrilledApi.Caller sampled) throws IOException, InterruptedException {
        try (CallConnection connection = CallConnection.open(stack.gateway())) {
            for (int i = 0; i < SAMPLES; i++) {
                Answer answer = connection.get(api.path(), sampled.key());
                if (answer.status() != 200) {
                    throw new IOException("A sampled call was answered " + answer.status());
                }
                endedAt[i] = answer.endedAt();
                made.set(i + 1);
                Thread.sleep(BETWEEN_SAMPLES);
            }
        }
    }

    private static final class Load implements SteadyCalls.Witness {
        private final LongAdder complete = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private volatile boolean counting;

        void begin() {
            counting = true;
        }

        void end() {
            counting = false;
        }

        long complete() {
            return complete.sum();
        }

        long failed() {
            return failed.sum();
        }

        @Override
        public void complete(Answer answer) {
            if (counting) {
                (answer.status() == 200 ? complete : failed).increment();
            }
        }

        @Override
        public void cut() {
            failed.increment();
        }
    }
}
