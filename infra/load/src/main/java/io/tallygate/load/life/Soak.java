package io.tallygate.load.life;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.machine.JavaHeap;
import io.tallygate.load.machine.ProcessTree;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Minutes of clients of every kind, of which one in ten breaks off, with every buffer watched. Afterwards no buffer
/// was
/// lost, and the gateway has again what it had before: heap, memory and descriptors, looked at when kept connections
/// have had the time to end.
public final class Soak implements GatewayDrill {
    private static final Duration QUIET = Duration.ofSeconds(65);
    private static final double HEAP_MIB = 2;
    private static final double RESIDENT_MIB = 32;
    private static final double DESCRIPTORS = 4;
    private static final int CALLS_THAT_TELL = 2_000;

    private static final String COMPRESSED = "{\"policy\":\"compression\",\"config\":{\"types\":[\"text/plain\"]}}";

    /// What a process holds when nobody calls.
    private record Held(double heapMib, double residentMib, long descriptors) {}

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(form.of(60, 600));
        try (Scene scene = new Scene(Entities.plan(), Entities.route(0, 0, "/api/0", 0, COMPRESSED))) {
            GatewayProcess gateway = scene.gateway(
                            "gateway",
                            Map.of(),
                            "-Xms256m", // all of the heap from the beginning: what grows then is something else
                            "-XX:+AlwaysPreTouch",
                            "-Dio.netty.leakDetection.level=paranoid",
                            "-Dio.netty.leakDetection.targetRecords=20")
                    .start()
                    .awaitReady();
            SoakClients clients = new SoakClients(gateway.port());
            clients.run(Duration.ofSeconds(form.of(40, 180))); // until nearly all is compiled
            Held before = held(gateway);
            clients.run(time);
            Held after = held(gateway);
            tell(gateway);
            clients.done().forEach((what, count) -> System.err.printf("%d × %s%n", count, what));
            figures.print(
                    "visits",
                    clients.done().values().stream().mapToLong(Long::longValue).sum(),
                    "1");
            long failed = clients.failures().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Scene.explain(figures, "failedVisits", failed, clients.failures());
            if (failed > 0) {
                System.err.println(gateway.admin("/metrics"));
            }
            figures.print("seconds", time.toSeconds(), "s");
            List<String> leaks = leaks(gateway);
            leaks.stream().limit(40).forEach(System.err::println);
            Scene.explain(
                    figures,
                    "leaks",
                    leaks.stream().filter(line -> line.contains("LEAK")).count(),
                    Map.of());
            back(figures, "heapMiB", before.heapMib(), after.heapMib(), HEAP_MIB, "MiB");
            back(figures, "residentMiB", before.residentMib(), after.residentMib(), RESIDENT_MIB, "MiB");
            back(figures, "descriptors", before.descriptors(), after.descriptors(), DESCRIPTORS, "1");
        }
        figures.printMachine();
    }

    private static void back(Figures figures, String what, double before, double after, double more, String unit) {
        figures.print(what + "Before", before, unit);
        figures.print(what + "After", after, unit);
        figures.bound("tallygate", what + "After", after, before + more, unit);
    }

    private static Held held(GatewayProcess gateway) throws IOException, InterruptedException {
        Thread.sleep(QUIET);
        JavaHeap heap = new JavaHeap(gateway.pid());
        heap.live();
        double mib = heap.live() / 1048576.0;
        ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(gateway.pid()), "fd"))) {
            return new Held(mib, new ProcessTree(process).memory().residentMiB(), descriptors.count());
        }
    }

    /// A lost buffer is noticed when others are taken after a collection.
    private static void tell(GatewayProcess gateway) throws IOException {
        try (Wire wire = Wire.open(gateway.port())) {
            for (int i = 0; i < CALLS_THAT_TELL; i++) {
                wire.ask("GET", Scene.TARGET, Scene.KEY, Scene.NOTHING);
            }
        }
    }

    private static List<String> leaks(GatewayProcess gateway) throws IOException {
        List<String> log = Files.readAllLines(gateway.log());
        int first = 0;
        while (first < log.size() && !log.get(first).contains("LEAK")) {
            first++;
        }
        return log.subList(first, log.size());
    }
}
