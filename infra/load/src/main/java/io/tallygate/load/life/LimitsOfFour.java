package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Four instances that count together in a Redis: windows while it is there, and a quota while it is killed and comes
/// back empty, once in peace and once more before all have told it what they know.
final class LimitsOfFour {
    private static final int INSTANCES = 4;
    private static final int WINDOW = 150;
    private static final int WINDOW_SECONDS = 5;
    private static final int CALLS_PER_SECOND = 60;
    private static final double ERROR = 0.01;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Form form;
    private final Figures figures;
    private final List<GatewayProcess> instances = new ArrayList<>();

    LimitsOfFour(Form form, Figures figures) {
        this.form = form;
        this.figures = figures;
    }

    void run() throws IOException, InterruptedException {
        int quota = form.of(2_000, 5_000);
        for (int round = 0; round < form.of(1, 3); round++) {
            try (Scene scene = new Scene(
                            Entities.plan(),
                            Entities.route(0, 0, "/api/0", 0, Limits.fixedWindow(WINDOW, WINDOW_SECONDS)),
                            Entities.route(1, 1, "/api/1", 1, Limits.quotaOfTheYear(quota)));
                    Redis redis = new Redis(Site.freePort()).start()) {
                begin(scene, redis);
                if (round == 0) {
                    windows();
                }
                quota(scene, redis, quota, round);
            } finally {
                instances.clear();
            }
        }
    }

    private void begin(Scene scene, Redis redis) throws IOException, InterruptedException {
        Map<String, String> settings =
                Map.of("TALLYGATE_REDIS_URL", redis.address().toString());
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(scene.gateway("gateway-" + i, settings).start());
        }
        for (GatewayProcess each : instances) {
            each.awaitReady();
        }
        awaitTogether();
    }

    private void awaitTogether() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (GatewayProcess each : instances) {
            while (!each.admin("/metrics").contains("\ntallygate_group_instances " + INSTANCES + "\n")
                    || !each.admin("/metrics").contains("\ntallygate_group_store_lost 0\n")) {
                if (System.nanoTime() > until) {
                    throw new IOException("The instances do not find each other");
                }
                Thread.sleep(50);
            }
        }
    }

    /// One connection to each, so that what remains must not rise; one of them asks for three times as much.
    private void windows() throws InterruptedException {
        WindowLedger ledger = new WindowLedger(INSTANCES, WINDOW_SECONDS * 1_000L);
        List<Crowd> crowds = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            int instance = i;
            int pace = i == 0 ? 2 * CALLS_PER_SECOND : CALLS_PER_SECOND;
            crowds.add(
                    new Crowd(instances.get(i).port(), pace, 1, LONGEST, (wire, _) -> window(wire, instance, ledger)));
        }
        Thread.sleep(form.of(35, 120) * 1_000L);
        long failed = 0;
        for (Crowd crowd : crowds) {
            crowd.close();
            crowd.failures().forEach((what, count) -> System.err.println(count + " × " + what));
            failed += crowd.failed();
        }
        List<WindowLedger.Count> whole = ledger.whole();
        List<WindowLedger.Count> exceeded =
                whole.stream().filter(WindowLedger.Count::isExceeded).toList();
        int most = whole.stream().mapToInt(WindowLedger.Count::passed).max().orElse(0);
        int least = exceeded.stream().mapToInt(WindowLedger.Count::passed).min().orElse(0);
        figures.print("windowsOfFour", whole.size(), "1");
        figures.print("windowsOfFourUsedUp", exceeded.size(), "1");
        figures.print("mostInAWindowOfFour", most, "1");
        figures.bound("tallygate", "mostInAWindowOfFour", most, WINDOW * (1 + ERROR), "1");
        figures.print("leastInAWindowOfFour", least, "1");
        figures.atLeast("tallygate", "leastInAWindowOfFour", least, WINDOW * (1 - ERROR), "1");
        Scene.explain(figures, "negativeRemaining", ledger.negatives(), Map.of());
        Scene.explain(figures, "risesInAWindow", ledger.rises(), Map.of());
        Scene.explain(figures, "failedCallsOfFour", failed, Map.of());
    }

    private static @Nullable String window(Wire wire, int instance, WindowLedger ledger) throws IOException {
        Wire.Message answer = wire.ask("GET", Scene.TARGET, Scene.KEY, Scene.NOTHING);
        if (answer.status() != 200 && answer.status() != 429) {
            return answer.start();
        }
        ledger.answered(instance, answer);
        return null;
    }

    private void quota(Scene scene, Redis redis, int quota, int round) throws IOException, InterruptedException {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            demands.add(new Demand(instances.get(i).port(), "/api/1/items", CALLS_PER_SECOND * (1 + i % 2), 4));
        }
        awaitPassed(scene, quota / 5);
        redis.kill();
        Thread.sleep(1_500);
        redis.start();
        awaitPassed(scene, quota * 2 / 5);
        redis.kill();
        Thread.sleep(500);
        redis.start();
        Thread.sleep(150L + 200L * round); // not all are there again, or not all have told
        redis.kill();
        Thread.sleep(500);
        redis.start();
        long passed = 0;
        for (Demand each : demands) {
            each.awaitExhausted(PATIENCE);
        }
        for (Demand each : demands) {
            each.close();
            passed += each.passed();
        }
        double error = 100.0 * Math.abs(passed - quota) / quota;
        figures.print("quotaOfFour", quota, "1");
        figures.print("passedOfFour", passed, "1");
        figures.print("errorOfFour", error, "%");
        figures.bound("tallygate", "errorOfFour", error, 100 * ERROR, "%");
    }

    private static void awaitPassed(Scene scene, long count) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (scene.two.calls() < count) {
            if (System.nanoTime() > until) {
                throw new IOException("Only " + scene.two.calls() + " calls passed when time was up");
            }
            Thread.sleep(5);
        }
    }
}
