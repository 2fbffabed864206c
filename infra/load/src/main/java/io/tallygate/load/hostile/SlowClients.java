package io.tallygate.load.hostile;

import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// slowhttptest in its four modes with 5,000 connections beside honest calls. It stands for other machines,
/// so it gets what of the processors nobody else wants, and in calm times the same attack runs into a [Silence]:
/// what it costs this machine is no fault of the gateway's.
public final class SlowClients implements GatewayDrill {
    private static final int CONNECTIONS = 5_000;
    private static final int NEW_PER_SECOND = 1_000;
    private static final int CALLS_PER_SECOND = 400;
    private static final int HONEST_CONNECTIONS = 16;
    private static final double P99_RATIO = 2;

    /// @param options  of slowhttptest
    private record Mode(String name, String path, List<String> options) {}

    private static final List<Mode> MODES = List.of(
            new Mode("slow-headers", "/api/1/items", List.of("-H", "-i", "10", "-x", "24", "-t", "GET")),
            new Mode("slow-body", "/api/1/items", List.of("-B", "-i", "10", "-s", "8192", "-x", "10", "-t", "POST")),
            new Mode("range", "/api/1/items", List.of("-R", "-a", "1", "-b", "3000", "-t", "HEAD")),
            new Mode("slow-read", "/api/1/large", List.of("-X", "-w", "10", "-y", "512", "-n", "5", "-z", "32")));

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        String program = System.getenv("TALLYGATE_SLOWHTTPTEST");
        if (program == null || !Files.isExecutable(Path.of(program))) {
            throw new IOException("slowhttptest is not there: infra/fault slow-clients fetches it");
        }
        try (Besieged besieged = new Besieged(List.of(), Map.of());
                AdminProbe admin = new AdminProbe(besieged.adminPort());
                HonestCalls honest = new HonestCalls(
                        besieged.port(), Besieged.PATH, Besieged.KEY, CALLS_PER_SECOND, HONEST_CONNECTIONS)) {
            Thread.sleep(form.of(4, 10) * 1_000L);
            for (Mode mode : MODES) {
                attack(mode, form, program, besieged, honest, figures);
            }
            figures.print("adminLongest", admin.longestMillis(), "ms");
            figures.bound("tallygate", "adminLongest", admin.longestMillis(), 1_000, "ms");
            figures.print("gatewayFaults", besieged.metric("tallygate_failures_total"), "1");
            figures.bound("tallygate", "gatewayFaults", besieged.metric("tallygate_failures_total"), 0, "1");
        }
        figures.printMachine();
    }

    private static void attack(
            Mode mode, Form form, String program, Besieged besieged, HonestCalls honest, Figures figures)
            throws IOException, InterruptedException {
        int seconds = form.of(8, 20);
        HonestCalls.Window before;
        try (Silence silence = new Silence()) {
            before = honest.next();
            run(mode, program, form, seconds, besieged, silence.port());
            honest.next();
        }
        Thread.sleep(1_000);
        HonestCalls.Window during = honest.next();
        long most = run(mode, program, form, seconds, besieged, besieged.port());
        honest.next();
        Thread.sleep(4_000); // until all of them are gone

        long answered = during.taken.count();
        long failed = during.failed.sum();
        double available = 100.0 * answered / Math.max(1, answered + failed);
        double calm = before.p99Millis();
        String name = mode.name;
        figures.print(name, "slowConnectionsMost", most, "1");
        figures.print(name, "available", available, "%");
        figures.bound(name, "unavailable", 100 - available, 0, "%");
        figures.print(name, "honestP99Calm", calm, "ms");
        figures.print(name, "honestP99Besieged", during.p99Millis(), "ms");
        figures.print(name, "honestP99Ratio", during.p99Millis() / calm, "1");
        figures.bound(name, "honestP99Ratio", during.p99Millis() / calm, P99_RATIO, "1");
        figures.print(name, "residentMiB", besieged.gateway().tree().memory().residentMiB(), "MiB");
        if (failed > 0) {
            System.err.println(name + ": " + during.failures);
        }
    }

    /// @return  how many connections there were at once, as the gateway saw it
    private static long run(Mode mode, String program, Form form, int seconds, Besieged besieged, int port)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(form == Form.FULL ? Floods.ELSEWHERE : Floods.BEHIND);
        command.add(program);
        command.addAll(mode.options);
        command.addAll(List.of(
                "-c",
                Integer.toString(CONNECTIONS),
                "-r",
                Integer.toString(NEW_PER_SECOND),
                "-l",
                Integer.toString(seconds),
                "-p",
                "5",
                "-v",
                "1",
                "-u",
                "http://127.0.0.1:" + port + mode.path));
        Path log = besieged.site().run().resolve(mode.name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long most = 0;
        try {
            long until = System.nanoTime() + (seconds + 20) * 1_000_000_000L;
            while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, besieged.metric("tallygate_client_connections"));
                if (System.nanoTime() > until) {
                    throw new IOException("slowhttptest did not end in time");
                }
            }
        } finally {
            process.destroyForcibly();
        }
        if (port == besieged.port() && most < CONNECTIONS / 4) {
            System.err.println(Files.readString(log, StandardCharsets.UTF_8));
        }
        return most;
    }
}
