package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes of every kind of entity, one after the other, under 1,000 calls a second and beside 1,000 open WebSockets:
/// the route that is called gets other policies, its upstream other times and another target, the plan other limits,
/// keys and routes come and go. No call fails, and no WebSocket is dropped or closed.
public final class ConfigChanges implements GatewayDrill {
    private static final int CALLS_PER_SECOND = 1_000;
    private static final int CONNECTIONS = 32;
    private static final int SOCKETS = 1_000;
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration SOCKET_PACE = Duration.ofSeconds(4);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int BATCH = 50;

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        int changes = form.of(100, 1_000);
        try (Scene scene = new Scene()) {
            GatewayProcess gateway = scene.gateway("gateway", Map.of()).start().awaitReady();
            try (WebSockets sockets = new WebSockets(
                            gateway.port(), "/api/0/socket", Scene.KEY, form.of(200, SOCKETS), SOCKET_PACE);
                    Crowd crowd = new Crowd(
                            gateway.port(), CALLS_PER_SECOND, CONNECTIONS, LONGEST, (wire, _) -> call(wire))) {
                sockets.awaitOpen();
                int open = sockets.open();
                long began = System.nanoTime();
                long before = crowd.good();
                long applied = change(scene, gateway, changes);
                double seconds = (System.nanoTime() - began) / 1e9;
                long calls = crowd.good() - before;
                Thread.sleep(2 * SOCKET_PACE.toMillis()); // a WebSocket that was dropped notices with its next message
                figures.print("changes", changes, "1");
                figures.print("revisionsApplied", applied, "1");
                figures.print("calls", calls, "1");
                figures.print("callsPerSecond", calls / seconds, "1/s");
                figures.print("socketsOpen", open, "1");
                figures.print("socketsOpenAtTheEnd", sockets.open(), "1");
                figures.atLeast("tallygate", "socketsOpenAtTheEnd", sockets.open(), open, "1");
                figures.print("socketMessages", sockets.echoes(), "1");
                Scene.explain(figures, "failedCalls", crowd.failed(), crowd.failures());
                Scene.explain(figures, "droppedSockets", sockets.drops(), sockets.dropped());
                long closed = sockets.closedWith().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                Scene.explain(figures, "closedSockets", closed, sockets.closedWith());
            }
        }
        figures.printMachine();
    }

    private static @Nullable String call(Wire wire) throws IOException {
        Wire.Message answer = wire.ask("GET", Scene.TARGET, Scene.KEY, Scene.NOTHING);
        boolean isRight = answer.status() == 200 && answer.text().matches("(one|two) ");
        return isRight ? null : answer.start() + " " + answer.text();
    }

    /// @return  how many revisions the gateway has gone on by
    private static long change(Scene scene, GatewayProcess gateway, int changes)
            throws IOException, InterruptedException {
        long first = scene.feed.commit(); // of nothing
        long last = first;
        for (int i = 0; i < changes; i++) {
            last = scene.feed.commit(change(i, scene));
            Thread.sleep(BETWEEN);
        }
        gateway.awaitRevision(last);
        return last - first;
    }

    private static List<Change> change(int number, Scene scene) {
        int other = 1 + number / 8;
        return switch (number % 8) {
            case 0 -> List.of(Entities.credential(other, 0, other));
            case 1 -> List.of(Entities.credential(other, 0, other).gone(), Entities.route(other, 0, "/api/" + other));
            case 2 -> List.of(Entities.route(other, 0, "/api/" + other).gone());
            case 3 ->
                List.of(Entities.route(
                        0,
                        0,
                        "/api/0",
                        0,
                        "{\"policy\":\"response-headers\",\"config\":{\"set\":{\"X-Change\":\"" + number + "\"}}}"));
            case 4 ->
                List.of(Entities.plan("\"quota\":{\"calls\":" + (90_000_000L + number)
                        + ",\"period\":\"month\"},\"rateLimit\":{\"calls\":" + (100_000 + number) + ",\"seconds\":1}"));
            case 5 ->
                List.of(Entities.upstream(
                        0,
                        number % 16 == 5 ? scene.two.port() : scene.one.port(),
                        "\"connectTimeoutMillis\":2000,\"responseTimeoutMillis\":" + (30_000 + number)));
            case 6 -> List.of(Entities.subscription(0, 0, 1, 1 + other));
            default -> {
                List<Change> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    Change credential = Entities.credential(10_000 + i, 0, 10_000 + i);
                    batch.add(number % 16 == 7 ? credential : credential.gone());
                }
                yield batch;
            }
        };
    }
}
