package io.tallygate.load.hostile;

import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Every [Flood] beside honest calls. Calm and flood take turns, so that what else happens on the machine happens to
/// both; in calm times the same attack runs into a sink. The attackers are a process of their own with less of a claim
/// on the processors, as if they were elsewhere.
public final class Floods implements GatewayDrill {
    /// An attacker has a machine of its own: here it gets what of the processors nobody else wants.
    static final List<String> ELSEWHERE = List.of("chrt", "--idle", "0");

    /// Who attacks a sink of its own: what the attack costs the machine, and nobody is attacked.
    private static final int NOBODY = 0;

    /// Less of a claim, and not so little that a busy machine leaves nothing.
    static final List<String> BEHIND = List.of("nice", "-n", "5");

    private static final int CALLS_PER_SECOND = 400;
    private static final int CONNECTIONS = 16;
    private static final double CLOSED_MILLIS = 1_000;
    private static final double P99_RATIO = 1.5;
    private static final int STREAMS = 100;

    private record Attack(long connections, long frames, double longestMillis) {}

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        try (Besieged besieged = new Besieged(List.of(), Map.of());
                HonestCalls honest =
                        new HonestCalls(besieged.port(), Besieged.PATH, Besieged.KEY, CALLS_PER_SECOND, CONNECTIONS)) {
            Thread.sleep(form.of(4, 10) * 1_000L);
            if (form == Form.FULL) { // what the gateway does then is compiled before it is measured
                for (Flood flood : Flood.values()) {
                    run(flood, besieged.port(), 1, ELSEWHERE);
                }
                honest.next();
            }
            for (Flood flood : Flood.values()) {
                attack(flood, form, besieged, honest, figures);
            }
            figures.print("gatewayFaults", besieged.metric("tallygate_failures_total"), "1");
            figures.bound("tallygate", "gatewayFaults", besieged.metric("tallygate_failures_total"), 0, "1");
        }
        figures.printMachine();
    }

    private static void attack(Flood flood, Form form, Besieged besieged, HonestCalls honest, Figures figures)
            throws IOException, InterruptedException {
        List<Double> calm = new ArrayList<>();
        List<Double> flooded = new ArrayList<>();
        long failed = 0;
        long connections = 0;
        long frames = 0;
        double longest = 0;
        long reachedBefore = besieged.upstream().attacked();
        for (int round = 0; round < form.of(1, 3); round++) {
            int seconds = form.of(2, 4);
            List<String> priority = form == Form.FULL ? ELSEWHERE : BEHIND;
            HonestCalls.Window quiet = honest.next();
            run(flood, NOBODY, seconds, priority);
            HonestCalls.Window loud = honest.next();
            Attack attack = run(flood, besieged.port(), seconds, priority);
            honest.next();
            calm.add(quiet.p99Millis());
            flooded.add(loud.p99Millis());
            failed += quiet.failed.sum() + loud.failed.sum();
            connections += attack.connections;
            frames += attack.frames;
            longest = Math.max(longest, attack.longestMillis);
            Thread.sleep(500);
        }
        long reached = besieged.upstream().attacked() - reachedBefore;
        String name = flood.text();
        figures.print(name, "attackConnections", connections, "1");
        figures.print(name, "attackFrames", frames, "1");
        figures.print(name, "closedAfterMax", longest, "ms");
        figures.bound(name, "closedAfterMax", longest, CLOSED_MILLIS, "ms");
        double before = median(calm);
        double during = median(flooded);
        figures.print(name, "honestP99Calm", before, "ms");
        figures.print(name, "honestP99Flooded", during, "ms");
        figures.print(name, "honestP99Ratio", during / before, "1");
        figures.bound(name, "honestP99Ratio", during / before, P99_RATIO, "1");
        figures.print(name, "honestFailed", failed, "1");
        figures.bound(name, "honestFailed", failed, 0, "1");
        double each = connections == 0 ? 0 : (double) reached / connections;
        figures.print(name, "upstreamCallsEachConnection", each, "1");
        figures.bound(name, "upstreamCallsEachConnection", each, STREAMS, "1");
    }

    private static Attack run(Flood flood, int port, int seconds, List<String> priority)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(priority);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Attacker.class.getName(),
                flood.text(),
                Integer.toString(port),
                Integer.toString(seconds)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(30, TimeUnit.SECONDS) || !said.matches("\\d+ \\d+ \\d+")) {
                throw new IOException("The attacker failed: " + said);
            }
            String[] figures = said.split(" ");
            return new Attack(Long.parseLong(figures[0]), Long.parseLong(figures[1]), Double.parseDouble(figures[2]));
        } finally {
            process.destroyForcibly();
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
