package io.tallygate.load.fault;

import io.tallygate.load.call.SteadyCalls;
import io.tallygate.load.subject.CountedCalls;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.time.Duration;

/// Kills the gateway with SIGKILL again and again under load; the stack's launcher starts it again each time.
/// Kills only the process that `stack.json` records, and only when it is a gateway.
public final class KillGateway implements Drill {
    private static final int KILLS = 10;
    private static final int CALLS = 50_000;
    private static final int CALLS_PER_LIFE = 5_000;
    private static final int CALLS_PER_SECOND = 800;
    private static final int CONNECTIONS = 16;
    private static final Duration LONGEST = Duration.ofMinutes(9);
    private static final Duration RESTART = Duration.ofSeconds(90);
    private static final Duration ARRIVAL = Duration.ofSeconds(120);

    @Override
    public boolean run(Stack stack) throws IOException, InterruptedException {
        var ledger = new Ledger();
        int kills = 0;
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("kill-gateway");
            api.awaitServed(caller.key());
            try (SteadyCalls calls = new SteadyCalls(
                    stack.gateway(), api.path(), caller.key(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, ledger)) {
                for (; kills < KILLS; kills++) {
                    awaitCalls(ledger, (long) CALLS_PER_LIFE * (kills + 1), calls);
                    long killed = StackProcess.killNow(stack, "gateway", "GatewayMain");
                    System.out.printf(
                            "kill %d of %d after %d complete calls%n",
                            kills + 1, KILLS, ledger.complete().size());
                    StackProcess.await(stack, "gateway", killed, RESTART);
                    api.awaitServed(caller.key());
                }
                awaitCalls(ledger, CALLS + CALLS_PER_LIFE / 5, calls);
            }
            Verdict verdict = Verdict.of(
                    ledger.complete(),
                    upstream.answered(),
                    new CountedCalls(stack.clickHouse(), caller.subscription()),
                    Verdict.Total.of(api.control(), caller.application()),
                    ARRIVAL);
            return report(ledger, upstream, verdict, kills);
        }
    }

    private static boolean report(Ledger ledger, WitnessUpstream upstream, Verdict verdict, int kills) {
        System.out.printf(
                "calls=%d kills=%d answered=%d counted=%d total=%d refused=%s without-id=%d repeated-ids=%d%n",
                ledger.complete().size(),
                kills,
                upstream.answered().size(),
                verdict.counted(),
                verdict.total(),
                ledger.refused(),
                ledger.withoutId() + upstream.withoutId(),
                ledger.repeated());
        System.out.printf(
                "lost=%d duplicated=%d phantom=%d cut=%d%n",
                verdict.lost(), verdict.duplicated() + ledger.repeated(), verdict.phantom(), ledger.cuts());
        return verdict.kept()
                && ledger.complete().size() >= CALLS
                && kills >= KILLS
                && ledger.withoutId() + upstream.withoutId() + ledger.repeated() == 0
                && ledger.cuts() <= (long) CONNECTIONS * kills;
    }

    private static void awaitCalls(Ledger ledger, long count, SteadyCalls calls)
            throws IOException, InterruptedException {
        while (ledger.complete().size() < count) {
            if (!calls.running()) {
                throw new IOException("Only %d calls were complete when time was up; other answers: %s"
                        .formatted(ledger.complete().size(), ledger.refused()));
            }
            Thread.sleep(10);
        }
    }
}
