package io.tallygate.load.life;

import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Restarts the two gateways of a group in turn, behind a balancer that asks for their readiness and is told nothing
/// else. No call fails; WebSockets end with a close frame that says why, and are opened again at the other instance.
public final class RollingRestarts implements GatewayDrill {
    private static final int NOTICE_SECONDS = 4;
    private static final int DRAIN_SECONDS = 20;
    private static final Duration BOUND = Duration.ofSeconds(NOTICE_SECONDS + DRAIN_SECONDS + 5);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int CALLS_PER_SECOND = 500;
    private static final int CONNECTIONS = 24;
    private static final int LONG_CALLS_PER_SECOND = 20;
    private static final int LONG_CONNECTIONS = 60;
    private static final String LONG = Scene.KEY + "X-Wait: 1500\r\n";
    private static final int SOCKETS = 100;
    private static final Duration SOCKET_PACE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final Samples unready = new Samples();
    private final Samples socketClosed = new Samples();
    private final Samples ended = new Samples();
    private final Samples readyAgain = new Samples();
    private final Map<String, Long> wrong = new HashMap<>();
    private long late;

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        int restarts = form.of(4, 20);
        Map<String, String> settings = Map.of(
                "TALLYGATE_STOP_NOTICE_SECONDS", Integer.toString(NOTICE_SECONDS),
                "TALLYGATE_DRAIN_SECONDS", Integer.toString(DRAIN_SECONDS));
        try (Scene scene = new Scene()) {
            GatewayProcess[] group = {
                scene.gateway("one", settings).start(),
                scene.gateway("two", settings).start()
            };
            group[0].awaitReady();
            group[1].awaitReady();
            try (Balancer balancer = new Balancer(scene.site, group[0], group[1])) {
                Thread.sleep(3_000);
                try (WebSockets sockets =
                                new WebSockets(balancer.port(), "/api/0/socket", Scene.KEY, SOCKETS, SOCKET_PACE);
                        Crowd crowd = crowd(balancer, CALLS_PER_SECOND, CONNECTIONS, Scene.KEY);
                        Crowd longOnes = crowd(balancer, LONG_CALLS_PER_SECOND, LONG_CONNECTIONS, LONG)) {
                    sockets.awaitOpen();
                    for (int i = 0; i < restarts; i++) {
                        restart(group[i % 2]);
                        Thread.sleep(3_000); // the balancer sees that it is there again
                    }
                    Thread.sleep(2 * SOCKET_PACE.toMillis());
                    report(figures, restarts, sockets, crowd, longOnes);
                }
            }
        }
        figures.printMachine();
    }

    private static Crowd crowd(Balancer balancer, int pace, int connections, String fields) {
        return new Crowd(balancer.port(), pace, connections, LONGEST, (wire, _) -> call(wire, fields));
    }

    private static @Nullable String call(Wire wire, String fields) throws IOException {
        Wire.Message answer = wire.ask("GET", Scene.TARGET, fields, Scene.NOTHING);
        return answer.status() == 200 && answer.text().equals("one ") ? null : answer.start();
    }

    private void restart(GatewayProcess gateway) throws IOException, InterruptedException {
        try (Departure departure = new Departure(gateway, BOUND)) {
            long asked = System.nanoTime();
            gateway.terminate();
            if (!gateway.hasEnded(BOUND)) {
                late++;
                gateway.kill();
            }
            ended.add(System.nanoTime() - asked);
            departure.wrong().forEach(what -> wrong.merge(what, 1L, Long::sum));
            unready.add(departure.untilUnready().toNanos());
            socketClosed.add(departure.untilSocketClosed().toNanos());
        }
        long began = System.nanoTime();
        gateway.start().awaitReady();
        readyAgain.add(System.nanoTime() - began);
    }

    private void report(Figures figures, int restarts, WebSockets sockets, Crowd crowd, Crowd longOnes) {
        figures.print("restarts", restarts, "1");
        figures.print("calls", crowd.good(), "1");
        figures.print("callsThatTakeLong", longOnes.good(), "1");
        Scene.explain(figures, "failedCalls", crowd.failed(), crowd.failures());
        Scene.explain(figures, "failedCallsThatTakeLong", longOnes.failed(), longOnes.failures());
        sockets.closedWith().forEach((code, count) -> figures.print("socketsClosedWith" + code, count, "1"));
        long otherwise = sockets.closedWith().entrySet().stream()
                .filter(each -> each.getKey() != 1001 && each.getKey() != 1012)
                .mapToLong(Map.Entry::getValue)
                .sum();
        Scene.explain(figures, "socketsClosedOtherwise", otherwise, sockets.closedWith());
        Scene.explain(figures, "droppedSockets", sockets.drops(), sockets.dropped());
        figures.print("socketMessages", sockets.echoes(), "1");
        long unseen = wrong.values().stream().mapToLong(Long::longValue).sum();
        Scene.explain(figures, "endsNotSeenByClients", unseen, wrong);
        Scene.explain(figures, "restartsBeyondTheBound", late, Map.of());
        figures.print("unready", unready, 100, AT_ONCE);
        figures.print("socketClosed", socketClosed, 100, Duration.ofSeconds(NOTICE_SECONDS + DRAIN_SECONDS));
        figures.print("ended", ended, 100, Duration.ofSeconds(NOTICE_SECONDS + DRAIN_SECONDS));
        figures.print("readyAgainMax", readyAgain.percentile(100).toNanos() / 1e6, "ms");
    }
}
