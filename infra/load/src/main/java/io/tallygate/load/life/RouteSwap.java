package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two routes are swapped in one publish, again and again under load: what led to the one service leads to the other.
/// Each
/// version writes its number into the request, where the service says it back, and into the answer. So a call shows
/// whether it saw one version alone, and a connection whether it ever went back to an older one.
public final class RouteSwap implements GatewayDrill {
    private static final int CALLS_PER_SECOND = 1_000;
    private static final int CONNECTIONS = 32;
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String MIXED = "mixed: ";
    private static final String BACK = "an older version again: ";
    private static final String STATUS = "not 200: ";

    private final int[] seen = new int[CONNECTIONS];
    private final int[] turn = new int[CONNECTIONS];

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        int swaps = form.of(200, 2_000);
        Change[] first = routes(0);
        try (Scene scene = new Scene(Entities.plan(), first)) {
            GatewayProcess gateway = scene.gateway("gateway", Map.of()).start().awaitReady();
            try (Crowd crowd =
                    new Crowd(gateway.port(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, (wire, n) -> call(wire, n))) {
                Thread.sleep(2_000);
                long began = System.nanoTime();
                long last = 0;
                for (int i = 1; i <= swaps; i++) {
                    last = scene.feed.commit(routes(i));
                    Thread.sleep(BETWEEN);
                }
                gateway.awaitRevision(last);
                double seconds = (System.nanoTime() - began) / 1e9;
                crowd.close();
                figures.print("swaps", swaps, "1");
                figures.print("latestVersionSeen", Arrays.stream(seen).max().orElse(0), "1");
                figures.print("calls", crowd.good(), "1");
                figures.print("swapsPerSecond", swaps / seconds, "1/s");
                Map<String, Long> failures = crowd.failures();
                explain(figures, "mixedCalls", failures, MIXED);
                explain(figures, "callsOfAnOlderVersion", failures, BACK);
                explain(figures, "spuriousStatuses", failures, STATUS);
                Scene.explain(figures, "failedCalls", crowd.failed(), Map.of());
                figures.atLeast("tallygate", "calls", crowd.good(), 10.0 * swaps, "1");
            }
        }
        figures.printMachine();
    }

    private static void explain(Figures figures, String figure, Map<String, Long> failures, String kind) {
        long count = 0;
        for (Map.Entry<String, Long> each : failures.entrySet()) {
            if (each.getKey().startsWith(kind)) {
                count += each.getValue();
                System.err.println(each.getValue() + " × " + each.getKey());
            }
        }
        figures.print(figure, count, "1");
        figures.bound("tallygate", figure, count, 0, "1");
    }

    private static Change[] routes(int version) {
        String policies = "{\"policy\":\"request-headers\",\"config\":{\"set\":{\"X-Mark\":\"" + version + "\"}}},"
                + "{\"policy\":\"response-headers\",\"config\":{\"set\":{\"X-Version\":\"" + version + "\"}}}";
        return new Change[] {
            Entities.route(0, 0, "/api/0", version % 2, policies),
            Entities.route(1, 1, "/api/1", 1 - version % 2, policies)
        };
    }

    private @Nullable String call(Wire wire, int connection) throws IOException {
        int path = turn[connection]++ % 2;
        Wire.Message answer = wire.ask("GET", "/api/" + path + "/items", Scene.KEY, Scene.NOTHING);
        if (answer.status() != 200) {
            return STATUS + answer.start() + " " + answer.text();
        }
        String told = answer.field("x-version");
        int version = Integer.parseInt(told);
        String expected = (version % 2 == path ? "one" : "two") + " " + told;
        if (!answer.text().equals(expected)) {
            return MIXED + answer.text() + " under version " + told + " at " + path;
        }
        if (version < seen[connection]) {
            return BACK + version + " after " + seen[connection];
        }
        seen[connection] = version;
        return null;
    }
}
