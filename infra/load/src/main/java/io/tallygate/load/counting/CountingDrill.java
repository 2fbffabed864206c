package io.tallygate.load.counting;

import io.tallygate.load.counting.CountingScene.Ability;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Faults of one or of several kinds, one after another under load, and the audit of what was counted.
public final class CountingDrill implements GatewayDrill {
    private static final Duration ARRIVAL = Duration.ofSeconds(240);
    private static final int CALLS_PATIENCE = 300;
    private static final int GATEWAYS = 2;

    /// Calls per second meanwhile: enough to be under way at any moment, and not so many that processes cannot begin.
    private static final int WHILE_STRUCK = 2_000;

    private final Plan plan;
    private final long seed;
    private long calls;
    private long kills;

    /// @param faults   that it strikes with
    /// @param strikes  at least, in the full form
    /// @param calls    at least, in the full form
    /// @param pace     calls per second at most
    /// @param seconds  goes on for so long; 0: until strikes and calls are reached
    /// @param most     seconds after which nothing more is broken, whatever is reached by then
    record Plan(List<Fault> faults, int strikes, int calls, int pace, int seconds, int most) {}

    CountingDrill(Plan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
    }

    /// @return  complete calls and acknowledged events of the last run
    long calls() {
        return calls;
    }

    long kills() {
        return kills;
    }

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        List<Fault> faults = possible(figures);
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        faults.forEach(fault -> abilities.addAll(fault.needs()));
        int strikes = form.of(plan.faults().size() == 1 ? 3 : faults.size(), plan.strikes());
        int wanted = form.of(Math.min(plan.calls(), 3_000), plan.calls());
        figures.print("seed", seed, "1");
        try (CountingScene scene = new CountingScene(seed, GATEWAYS, WHILE_STRUCK, abilities)) {
            long began = System.nanoTime();
            Claims claims = new Claims();
            scene.awaitCalls(200, CALLS_PATIENCE);
            List<Fault> order = new ArrayList<>();
            int struck = 0;
            long until = began + form.of(0, plan.seconds()) * 1_000_000_000L;
            long most = began + plan.most() * 1_000_000_000L;
            while ((struck < strikes || System.nanoTime() < until) && System.nanoTime() < most) {
                Fault fault = next(faults, order, scene.random);
                long before = System.nanoTime();
                scene.callers.pace(WHILE_STRUCK);
                fault.strike(scene);
                struck++;
                scene.awaitCalls(100, CALLS_PATIENCE);
                scene.callers.pace(form.of(WHILE_STRUCK, plan.pace()));
                System.err.printf(
                        "%d %s: %.1f s, %d calls%n",
                        struck, fault.name(), (System.nanoTime() - before) / 1e9, scene.ledger.complete());
                long share = (long) wanted * struck / Math.max(strikes, struck);
                awaitCalls(scene, share, most);
                if (!abilities.contains(Ability.CLOCK)) {
                    claims.hear(scene.store);
                }
            }
            awaitCalls(scene, wanted, most);
            double seconds = (System.nanoTime() - began) / 1e9;
            scene.passage.calm();
            scene.tellers.close();
            scene.callers.close();
            awaitArrival(scene);
            Audit.Findings calls = new Audit(scene.ledger, clock(scene)).of(scene.store::rows);
            conclude(scene, calls, EventAudit.of(scene.tellers, scene.store), claims, figures, seconds);
        }
    }

    private static void awaitCalls(CountingScene scene, long calls, long most)
            throws IOException, InterruptedException {
        long left = Math.clamp((most - System.nanoTime()) / 1_000_000_000L, 0, CALLS_PATIENCE);
        if (left < CALLS_PATIENCE) {
            for (long tenths = left * 10; tenths > 0 && scene.ledger.complete() < calls; tenths--) {
                Thread.sleep(100);
            }
            return;
        }
        scene.awaitCalls(Math.max(0, calls - scene.ledger.complete()), CALLS_PATIENCE);
    }

    private List<Fault> possible(Figures figures) throws IOException, InterruptedException {
        List<Fault> possible = new ArrayList<>(plan.faults());
        if (possible.size() == 1) {
            return possible; // asked for by its name: says itself what is missing
        }
        if (!SmallDisk.isPossible()) {
            possible.removeIf(fault -> fault.needs().contains(Ability.SMALL_DISK));
        }
        if (!SlowForces.isPossible()) {
            possible.removeIf(fault -> fault.needs().contains(Ability.SLOW_DISK));
        }
        if (System.getenv("TALLYGATE_FAKETIME") == null) {
            possible.removeIf(fault -> fault.needs().contains(Ability.CLOCK));
        }
        plan.faults().stream()
                .filter(fault -> !possible.contains(fault))
                .forEach(fault -> System.err.println("SKIPPED, not possible on this machine: " + fault.name()));
        figures.print("kindsSkipped", plan.faults().size() - possible.size(), "1");
        return possible;
    }

    /// Each kind once in any order, then again.
    private static Fault next(List<Fault> faults, List<Fault> order, Random random) {
        if (order.isEmpty()) {
            order.addAll(faults);
            Collections.shuffle(order, random);
        }
        return order.removeLast();
    }

    private static List<MovedClock.Span> clock(CountingScene scene) {
        List<MovedClock.Span> spans = new ArrayList<>(List.of(new MovedClock.Span(0, Long.MAX_VALUE, 0)));
        MovedClock moved = scene.gateways.getLast().clock(); // the others' stays right
        if (moved != null && moved.spans().size() > 1) {
            spans.addAll(moved.spans());
        }
        return spans;
    }

    /// Until nothing more comes.
    private static void awaitArrival(CountingScene scene) throws IOException, InterruptedException {
        long until = System.nanoTime() + ARRIVAL.toNanos();
        long expected = scene.ledger.complete() - scene.ledger.destroyed() + scene.tellers.acknowledged();
        long before = -1;
        int quiet = 0;
        while (System.nanoTime() < until && quiet < 4) {
            long now = scene.store.number("SELECT uniqExact(id) FROM usage_event")
                    + scene.store.number("SELECT uniqExact(key) FROM metered_event");
            quiet = now == before && now >= expected ? quiet + 1 : 0;
            before = now;
            Thread.sleep(300);
        }
    }

    private void conclude(
            CountingScene scene,
            Audit.Findings found,
            EventAudit events,
            Claims claims,
            Figures figures,
            double seconds)
            throws IOException, InterruptedException {
        long acknowledged = scene.tellers.acknowledged();
        calls = scene.ledger.complete() + acknowledged;
        kills = scene.gatewayKills() + scene.storeKills();
        long lost = found.lost() + events.lost();
        long duplicated = found.duplicated() + scene.ledger.repeated() + events.duplicated();
        long phantom = found.phantom() + events.phantom();
        long cut = scene.callers.cut();
        long cutBound = (long) scene.gatewayKills() * CountingScene.CONNECTIONS;
        figures.print("calls", scene.ledger.complete(), "1");
        figures.print("callsPerSecond", scene.ledger.complete() / seconds, "1/s");
        figures.print("eventsAcknowledged", acknowledged, "1");
        figures.print("eventsCounted", events.counted(), "1");
        figures.print("eventBatchesTried", scene.tellers.tries(), "1");
        figures.print("eventBatchesBroken", scene.tellers.broken(), "1");
        scene.tellers.otherwise().forEach((what, times) -> System.err.println("events: " + times + " × " + what));
        none(figures, "sumsOfUnitsThatDiffer", events.sumsThatDiffer());
        figures.print("kills", kills, "1");
        figures.print("killsOfGateways", scene.gatewayKills(), "1");
        figures.print("blocks", scene.passage.blocks(), "1");
        for (Passage.Deed deed : Passage.Deed.values()) {
            if (scene.passage.done(deed) > 0) {
                figures.print("blocks" + deed, scene.passage.done(deed), "1");
            }
        }
        figures.print("answeredByTheService", scene.ledger.answered(), "1");
        figures.print("counted", found.counted(), "1");
        figures.print("cut", cut, "1");
        figures.bound("tallygate", "cut", cut, cutBound, "1");
        figures.print("cutButCounted", found.cutButCounted(), "1");
        figures.bound("tallygate", "cutButCounted", found.cutButCounted(), cut, "1");
        figures.print("refused", scene.callers.refusals(), "1");
        scene.callers.refused().forEach((what, times) -> System.err.println("refused: " + times + " × " + what));
        figures.print("recordsDestroyedByTheDrill", found.destroyed(), "1");
        figures.print("sumsCompared", found.sums(), "1");
        none(figures, "sumsThatDiffer", found.differing());
        none(figures, "countedAsSomethingElse", found.wrong());
        none(figures, "misdated", found.misdated());
        figures.print("claimsOfCompleteness", claims.heard(), "1");
        none(figures, "claimsThatWereNotTrue", claims.broken(scene.store));
        none(figures, "withoutId", scene.withoutId());
        none(figures, "strangeAnswers", scene.callers.strange());
        none(figures, "lost", lost);
        none(figures, "duplicated", duplicated);
        none(figures, "phantom", phantom);
        figures.printMachine();
        System.out.printf(
                "lost=%d duplicated=%d phantom=%d cut=%d kills=%d calls=%d events=%d%n",
                lost, duplicated, phantom, cut, kills, scene.ledger.complete(), acknowledged);
    }

    private static void none(Figures figures, String figure, long count) {
        figures.print(figure, count, "1");
        figures.bound("tallygate", figure, count, 0, "1");
    }
}
