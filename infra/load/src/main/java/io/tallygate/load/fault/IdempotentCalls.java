package io.tallygate.load.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.load.subject.ControlApi;
import io.tallygate.load.subject.Stack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Sends each of a thousand requests fifty times at once under one `Idempotency-Key`, while the portal is killed with
/// SIGKILL at random moments and started again by the stack's launcher. Each client repeats its request until it has an
/// answer. Afterwards every request has had exactly one effect, and all its answers are the same to the byte.
/// What a person sees of it: `lost` requests without an effect, `duplicated` ones with several, `differing` answers.
public final class IdempotentCalls implements Drill {
    private static final int KEYS = 1_000;
    private static final int DUPLICATES = 50;
    private static final int KILLS = 5;
    private static final Duration RESTART = Duration.ofSeconds(120);
    private static final Duration ONE_KEY = Duration.ofSeconds(180);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
    private static final int PAGE = 200;
    private static final String CALLS_LIMIT = "/limits/control-api-calls";
    private static final int CALLS_ALLOWED = 200_000;

    private final LongAdder attempts = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder refused = new LongAdder();

    @Override
    public boolean run(Stack stack) throws IOException, InterruptedException {
        // more calls in a minute than a tenant usually has: the operator allows them for the drill
        ControlApi operator = new ControlApi(stack.portal(), stack.tenant(), stack.operatorToken());
        ensure(operator.ask(CALLS_LIMIT, "PUT", ControlApi.object().put("allowed", CALLS_ALLOWED), "If-Match", "*"));
        try {
            return drill(stack, new ControlApi(stack.portal(), stack.tenant(), stack.ownerToken()));
        } finally {
            ensure(operator.ask(CALLS_LIMIT, "DELETE", ControlApi.object(), "If-Match", "*"));
        }
    }

    private static void ensure(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(CALLS_LIMIT + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private boolean drill(Stack stack, ControlApi control) throws IOException, InterruptedException {
        String mark = "Idempotent " + UUID.randomUUID().toString().substring(0, 8) + " ";
        long differing = 0;
        AtomicInteger kills = new AtomicInteger();
        Map<Integer, Duration> killing = moments();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int key = 0; key < KEYS; key++) {
                Duration wait = killing.get(key);
                Future<?> kill = wait == null
                        ? null
                        : clients.submit(() -> {
                            Thread.sleep(wait);
                            kill(stack);
                            System.out.printf("kill %d of %d%n", kills.incrementAndGet(), KILLS);
                            return null;
                        });
                differing += answers(clients, control, mark + key) == 1 ? 0 : 1;
                if (kill != null) {
                    ended(kill);
                }
            }
        }
        Map<String, Integer> effects = effects(control, mark);
        long lost = KEYS - effects.size();
        long duplicated =
                effects.values().stream().mapToLong(times -> times - 1L).sum();
        remove(control, mark);
        System.out.printf(
                "keys=%d duplicates=%d attempts=%d kills=%d without-answer=%d asked-to-wait=%d effects=%d%n",
                KEYS, DUPLICATES, attempts.sum(), kills.get(), broken.sum(), refused.sum(), effects.size());
        System.out.printf("lost=%d duplicated=%d differing=%d%n", lost, duplicated, differing);
        return lost == 0 && duplicated == 0 && differing == 0 && kills.get() == KILLS;
    }

    /// At which keys the portal is killed, and how long after that key's requests were sent.
    private static Map<Integer, Duration> moments() {
        RandomGenerator random = RandomGenerator.getDefault();
        Map<Integer, Duration> moments = new HashMap<>();
        int part = KEYS / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            moments.put(kill * part + random.nextInt(part), Duration.ofMillis(random.nextInt(60)));
        }
        return moments;
    }

    /// @return  how many different answers the duplicates of one request got
    private long answers(ExecutorService clients, ControlApi control, String name)
            throws IOException, InterruptedException {
        String idempotencyKey = UUID.randomUUID().toString();
        JsonNode body = ControlApi.object().put("name", name);
        var together = new CyclicBarrier(DUPLICATES);
        List<Future<String>> sent = new ArrayList<>();
        for (int i = 0; i < DUPLICATES; i++) {
            sent.add(clients.submit(() -> {
                together.await();
                return answer(control, body, idempotencyKey);
            }));
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> one : sent) {
            answers.add(ended(one));
        }
        return answers.stream().distinct().count();
    }

    private String answer(ControlApi control, JsonNode body, String idempotencyKey)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ONE_KEY.toNanos();
        while (System.nanoTime() < deadline) {
            attempts.increment();
            try {
                HttpResponse<String> answer =
                        control.ask("/consumers", "POST", body, "Idempotency-Key", idempotencyKey);
                if (answer.statusCode() == 201) {
                    return answer.body();
                }
                if (answer.statusCode() != 429 && answer.statusCode() / 100 != 5) {
                    throw new IllegalStateException(
                            "POST /consumers answered %d: %s".formatted(answer.statusCode(), answer.body()));
                }
                refused.increment();
                Thread.sleep(pause(answer));
            } catch (IOException cut) {
                broken.increment();
                Thread.sleep(AGAIN_AFTER);
            }
        }
        throw new IOException("no answer within " + ONE_KEY);
    }

    private static Duration pause(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,3}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(AGAIN_AFTER);
    }

    private static Map<String, Integer> effects(ControlApi control, String mark)
            throws IOException, InterruptedException {
        Map<String, Integer> effects = new HashMap<>();
        for (JsonNode consumer : made(control, mark)) {
            effects.merge(consumer.path("name").asText(), 1, Integer::sum);
        }
        return effects;
    }

    private static void remove(ControlApi control, String mark) throws IOException, InterruptedException {
        for (JsonNode consumer : made(control, mark)) {
            control.ask("/consumers/" + consumer.path("id").asText(), "DELETE", ControlApi.object(), "If-Match", "*");
        }
    }

    private static List<JsonNode> made(ControlApi control, String mark) throws IOException, InterruptedException {
        List<JsonNode> made = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = control.get("/consumers?limit=" + PAGE + "&cursor=" + cursor);
            for (JsonNode consumer : page.path("items")) {
                if (consumer.path("name").asText().startsWith(mark)) {
                    made.add(consumer);
                }
            }
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return made;
    }

    private static void kill(Stack stack) throws IOException, InterruptedException {
        StackProcess.kill(stack, "portal", "ws-server.jar", RESTART);
    }

    private static <T> T ended(Future<T> work) throws IOException, InterruptedException {
        try {
            return work.get(ONE_KEY.plus(RESTART).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException(late);
        }
    }
}
