package io.tallygate.load.fault;

import io.tallygate.load.call.SteadyCalls;
import io.tallygate.load.subject.CountedCalls;
import io.tallygate.load.subject.DrilledApi;
import io.tallygate.load.subject.Stack;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Stops ClickHouse under load and starts it again, with the stack's own commands: calls are served all the
/// while, and all are counted once it is back.
public final class ClickHouseDown implements Drill {
    private static final int CALLS_PER_SECOND = 300;
    private static final int CONNECTIONS = 8;
    private static final Duration BEFORE = Duration.ofSeconds(8);
    private static final Duration DOWN = Duration.ofSeconds(30);
    private static final Duration AFTER = Duration.ofSeconds(8);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration ARRIVAL = Duration.ofSeconds(120);

    @Override
    public boolean run(Stack stack) throws IOException, InterruptedException {
        var ledger = new Ledger();
        try (WitnessUpstream upstream = WitnessUpstream.start(stack.drillUpstream());
                DrilledApi api = new DrilledApi(stack)) {
            api.publish();
            DrilledApi.Caller caller = api.subscribe("clickhouse-down");
            api.awaitServed(caller.key());
            long servedWhileDown;
            try (SteadyCalls calls = new SteadyCalls(
                    stack.gateway(), api.path(), caller.key(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, ledger)) {
                Thread.sleep(BEFORE);
                part(stack, "infra/down", "clickhouse");
                try {
                    long before = ledger.complete().size();
                    Thread.sleep(DOWN);
                    servedWhileDown = ledger.complete().size() - before;
                } finally {
                    part(stack, "infra/up", "clickhouse");
                }
                Thread.sleep(AFTER);
            }
            Verdict verdict = Verdict.of(
                    ledger.complete(),
                    upstream.answered(),
                    new CountedCalls(stack.clickHouse(), caller.subscription()),
                    Verdict.Total.of(api.control(), caller.application()),
                    ARRIVAL);
            System.out.printf(
                    "calls=%d served-while-down=%d answered=%d counted=%d total=%d refused=%s%n",
                    ledger.complete().size(),
                    servedWhileDown,
                    upstream.answered().size(),
                    verdict.counted(),
                    verdict.total(),
                    ledger.refused());
            System.out.printf(
                    "lost=%d duplicated=%d phantom=%d cut=%d%n",
                    verdict.lost(), verdict.duplicated() + ledger.repeated(), verdict.phantom(), ledger.cuts());
            boolean served = servedWhileDown >= DOWN.toSeconds() * CALLS_PER_SECOND * 8 / 10;
            return verdict.kept()
                    && served
                    && ledger.cuts() == 0
                    && ledger.refused().isEmpty();
        }
    }

    /// Stops one part, or starts it again, as a person would.
    static void part(Stack stack, String command, String part) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        command, "--part", part, "--data", stack.data().toString())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new IOException(command + " --part " + part + " failed");
        }
    }
}
