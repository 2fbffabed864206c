package io.tallygate.load.fault;

import io.tallygate.load.call.SteadyCalls;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.Redis;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.subject.CountedCalls;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Kills portal, PostgreSQL, Keycloak, ClickHouse and Redis in turn under load, then stops them all and kills the
/// gateway,
/// which must serve again with none of them there. No call fails but those that the killed gateway held, and when
/// ClickHouse is back, each answered call is counted once. The stack must count in a Redis that is not there yet:
/// `TALLYGATE_REDIS_URL=redis://127.0.0.1:PORT infra/up`; the drill runs it.
public final class PartsDown implements Drill {
    private static final int CALLS_PER_SECOND = 800;
    private static final int CONNECTIONS = 16;
    private static final Duration LONGEST = Duration.ofMinutes(25);
    private static final Duration STAYS_DOWN = Duration.ofSeconds(8);
    private static final Duration BACK = Duration.ofSeconds(180);
    private static final Duration ARRIVAL = Duration.ofSeconds(240);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    /// A part, and what its command line always holds. Who needs another comes behind it.
    private record Victim(String part, String mark) {}

    private static final List<Victim> PARTS = List.of(
            new Victim("postgres", "bin/postgres"),
            new Victim("keycloak", "QuarkusEntryPoint"),
            new Victim("clickhouse", "EmbeddedClickHouseMain"),
            new Victim("portal", "ws-server.jar"));

    private final Form form;
    private final Figures figures = new Figures("fault", "parts-down", System.out);

    public PartsDown(Form form) {
        this.form = form;
    }

    @Override
    public boolean run(Stack stack) throws IOException, InterruptedException {
        Optional<URI> redis = stack.redis();
        if (redis.isEmpty()) {
            throw new IOException("This stack counts in no Redis: start one with"
                    + " TALLYGATE_REDIS_URL=redis://127.0.0.1:6390 infra/up --detach");
        }
        var ledger = new Ledger();
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                Redis store = new Redis(redis.get().getPort()).start();
                DrilledApi api = DrilledApi.limited(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("parts-down");
            api.awaitServed(caller.key());
            try (SteadyCalls calls = new SteadyCalls(
                    stack.gateway(), api.path(), caller.key(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, ledger)) {
                killInTurn(stack, store, ledger);
                restartAlone(stack, store, api, caller, ledger);
                while (ledger.complete().size() < form.of(30_000, 300_000) && calls.running()) {
                    Thread.sleep(100);
                }
            }
            Verdict verdict = Verdict.of(
                    ledger.complete(),
                    upstream.answered(),
                    new CountedCalls(stack.clickHouse(), caller.subscription()),
                    Verdict.Total.of(api.control(), caller.application()),
                    ARRIVAL);
            report(ledger, upstream, verdict);
        }
        figures.printMachine();
        return !figures.missedABound();
    }

    private void killInTurn(Stack stack, Redis store, Ledger ledger) throws IOException, InterruptedException {
        for (Victim victim : PARTS) {
            long cuts = ledger.cuts();
            long killed = StackProcess.killNow(stack, victim.part(), victim.mark());
            Thread.sleep(STAYS_DOWN);
            StackProcess.await(stack, victim.part(), killed, BACK);
            none(victim.part() + "Killed", ledger.cuts() - cuts);
        }
        long cuts = ledger.cuts();
        store.kill();
        Thread.sleep(STAYS_DOWN);
        store.start();
        Thread.sleep(STAYS_DOWN);
        none("redisKilled", ledger.cuts() - cuts);
    }

    private void restartAlone(Stack stack, Redis store, DrilledApi api, DrilledApi.Caller caller, Ledger ledger)
            throws IOException, InterruptedException {
        long cuts = ledger.cuts();
        for (Victim victim : PARTS.reversed()) {
            ClickHouseDown.part(stack, "infra/down", victim.part());
        }
        store.kill();
        Thread.sleep(STAYS_DOWN);
        none("allDown", ledger.cuts() - cuts);
        long killed = StackProcess.killNow(stack, "gateway", "GatewayMain");
        long killedAt = System.nanoTime();
        ProcessHandle.of(killed).ifPresent(process -> process.onExit().join());
        long answeredAt = api.awaitStatus(caller.key(), 200, BACK);
        Instant answered = Instant.now();
        if (answeredAt < 0) {
            throw new IOException("The gateway does not serve with everything else down");
        }
        StackProcess.await(stack, "gateway", killed, BACK);
        Instant began = ProcessHandle.of(stack.processId("gateway"))
                .flatMap(process -> process.info().startInstant())
                .orElseThrow(() -> new IOException("The gateway is gone again"));
        figures.print("gatewayDown", (answeredAt - killedAt) / 1e6, "ms");
        double first = Duration.between(began, answered).toNanos() / 1e6;
        figures.print("firstRightAnswer", first, "ms");
        figures.bound("tallygate", "firstRightAnswer", first, FIRST_ANSWER.toMillis(), "ms");
        long held = ledger.cuts() - cuts;
        figures.print("cutByTheGatewaysKill", held, "1");
        figures.bound("tallygate", "cutByTheGatewaysKill", held, CONNECTIONS, "1");
        long after = ledger.cuts();
        Thread.sleep(STAYS_DOWN);
        for (Victim victim : PARTS) {
            ClickHouseDown.part(stack, "infra/up", victim.part());
        }
        store.start();
        none("allBack", ledger.cuts() - after);
    }

    private void none(String when, long failed) {
        figures.print("failedCalls-" + when, failed, "1");
        figures.bound("tallygate", "failedCalls-" + when, failed, 0, "1");
    }

    private void report(Ledger ledger, WitnessUpstream upstream, Verdict verdict) {
        figures.print("calls", ledger.complete().size(), "1");
        figures.atLeast("tallygate", "calls", ledger.complete().size(), form.of(30_000, 300_000), "1");
        figures.print("answeredByTheService", upstream.answered().size(), "1");
        figures.print("counted", verdict.counted(), "1");
        figures.print("total", verdict.total(), "1");
        ledger.refused().forEach((status, count) -> System.err.println(count + " × " + status));
        none(
                "otherThan2xx",
                ledger.refused().values().stream().mapToLong(Long::longValue).sum());
        none("lost", verdict.lost());
        none("duplicated", verdict.duplicated() + ledger.repeated());
        none("phantom", verdict.phantom());
        none("totalBeside", Math.abs(verdict.total() - verdict.counted()));
    }
}
