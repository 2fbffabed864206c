package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One instance: a quota is used up to the last unit and not one more, however often the process is asked to stop,
/// killed
/// or given another time of day; so is every window of a fixed limit.
final class LimitsOfOne {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration[] JUMPS = {
        Duration.ofHours(3), Duration.ofDays(-20), Duration.ofSeconds(-90), Duration.ofDays(9), Duration.ZERO
    };
    private static final int WINDOW = 10;
    private static final int WINDOW_SECONDS = 2;
    private static final int CALLS_PER_SECOND = 400;
    private static final int CONNECTIONS = 16;

    private final Form form;
    private final Figures figures;
    private int jump;

    LimitsOfOne(Form form, Figures figures) {
        this.form = form;
        this.figures = figures;
    }

    void run() throws IOException, InterruptedException {
        quota(false);
        quota(true);
        windows();
    }

    /// Broken again and again while it is used up, and once more when it is.
    /// @param kills  whether the process is killed, or asked to stop
    private void quota(boolean kills) throws IOException, InterruptedException {
        int quota = form.of(2_000, 20_000);
        int breaks = form.of(4, 20);
        try (Scene scene =
                new Scene(Entities.plan(), Entities.route(0, 0, "/api/0", 0, Limits.quotaOfTheYear(quota)))) {
            WallClock clock = new WallClock(scene.site);
            GatewayProcess gateway =
                    scene.gateway("gateway", clock.settings()).start().awaitReady();
            try (Demand demand = new Demand(gateway.port(), Scene.TARGET, CALLS_PER_SECOND, CONNECTIONS)) {
                for (int i = 1; i <= breaks; i++) {
                    demand.awaitPassed((long) quota * i / (breaks + 1), PATIENCE);
                    disturb(gateway, clock, kills, i);
                }
                demand.awaitExhausted(PATIENCE);
                disturb(gateway, clock, kills, 1);
                clock.jump(JUMPS[jump++ % JUMPS.length]);
                demand.awaitExhausted(PATIENCE);
                demand.close();
                String how = kills ? "Killed" : "Restarted";
                figures.print("quota" + how, quota, "1");
                figures.print("disturbances" + how, breaks + 2, "1");
                figures.print("passed" + how, demand.passed(), "1");
                figures.print("cut" + how, demand.cut(), "1");
                figures.print("refused" + how, demand.refused(), "1");
                figures.print("shed" + how, demand.shed(), "1");
                figures.print("atTheService" + how, scene.one.calls(), "1");
                figures.bound("tallygate", "atTheService" + how, scene.one.calls(), quota, "1");
                figures.atLeast("tallygate", "passedOrCut" + how, demand.passed() + demand.cut(), quota, "1");
                if (!kills) {
                    figures.atLeast("tallygate", "passed" + how, demand.passed(), quota, "1");
                }
                Scene.explain(figures, "strangeAnswers" + how, demand.strange(), Map.of());
            }
        }
    }

    private void disturb(GatewayProcess gateway, WallClock clock, boolean kills, int number)
            throws IOException, InterruptedException {
        if (number % 2 == 0) {
            clock.jump(JUMPS[jump++ % JUMPS.length]);
            return;
        }
        if (kills) {
            gateway.kill();
        } else {
            gateway.terminate();
            if (!gateway.hasEnded(Duration.ofSeconds(60))) {
                throw new IOException("The gateway does not stop");
            }
        }
        gateway.start().awaitReady();
    }

    /// One caller, so that what remains tells where a window begins. Windows in which it did not ask for more than
    /// there
    /// was, on a machine that is too busy, say nothing of being used up.
    private void windows() throws IOException, InterruptedException {
        int windows = form.of(10, 60);
        List<Integer> passed = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        try (Scene scene = new Scene(
                Entities.plan(), Entities.route(0, 0, "/api/0", 0, Limits.fixedWindow(WINDOW, WINDOW_SECONDS)))) {
            WallClock clock = new WallClock(scene.site);
            GatewayProcess gateway =
                    scene.gateway("gateway", clock.settings()).start().awaitReady();
            Thread jumps = Thread.ofVirtual().start(() -> jumpAbout(clock));
            try (Wire wire = Wire.open(gateway.port())) {
                long until = System.nanoTime() + PATIENCE.toNanos();
                long before = 0;
                while (passed.size() < windows + 2 && System.nanoTime() < until) {
                    Wire.Message answer = wire.ask("GET", Scene.TARGET, Scene.KEY, Scene.NOTHING);
                    if (answer.isShed()) {
                        Thread.sleep(2);
                        continue; // a gateway with too much to do counts nothing of such a call, and says so
                    }
                    long left = Long.parseLong(answer.field("ratelimit-remaining"));
                    if (left > before || passed.isEmpty()) {
                        passed.add(0);
                        refused.add(0);
                    }
                    before = left;
                    List<Integer> counts = answer.status() == 200 ? passed : refused;
                    counts.set(counts.size() - 1, counts.getLast() + 1);
                    Thread.sleep(2);
                }
            } finally {
                jumps.interrupt();
                jumps.join();
            }
        }
        int most = 0;
        int least = WINDOW;
        int usedUp = 0;
        for (int i = 1; i < passed.size() - 1; i++) {
            most = Math.max(most, passed.get(i));
            if (refused.get(i) > 0) {
                usedUp++;
                least = Math.min(least, passed.get(i));
            }
        }
        figures.print("windows", passed.size() - 2, "1");
        figures.print("windowsUsedUp", usedUp, "1");
        figures.atLeast("tallygate", "windowsUsedUp", usedUp, windows / 2.0, "1");
        figures.print("mostInAWindow", most, "1");
        figures.bound("tallygate", "mostInAWindow", most, WINDOW, "1");
        figures.print("leastInAWindow", least, "1");
        figures.atLeast("tallygate", "leastInAWindow", least, WINDOW, "1");
    }

    private void jumpAbout(WallClock clock) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                clock.jump(JUMPS[jump++ % JUMPS.length]);
            }
        } catch (IOException | InterruptedException over) {
            // the windows have been seen
        }
    }
}
