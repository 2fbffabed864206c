package io.tallygate.load.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Autobahn's cases of WebSocket against an echo server, then through the gateway: none may differ in how it ends.
public final class Autobahn implements GatewayDrill {
    private static final long LONGEST_MINUTES = 25;
    private static final List<String> SOME = List.of("1.*", "2.*", "5.*", "7.*", "9.1.6", "9.2.6", "12.1.1", "13.3.1");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site()) {
            Path built = Fronted.built(site, "autobahn");
            String classes = built.resolve("suite.jar") + ":" + built.resolve("lib") + "/*";
            List<String> echo =
                    List.of(Fronted.java(), "-cp", classes, "suite.Echo", Integer.toString(site.upstreamPort()));
            try (Fronted fronted = new Fronted(site, echo, List.of("/api/0"), false, List.of())) {
                List<String> cases = form == Form.FULL ? List.of("*") : SOME;
                Map<String, String> direct = run(classes, site, "direct", fronted.serverPort(), cases);
                Map<String, String> through = run(classes, site, "through", fronted.gatewayPort(), cases);
                report(direct, through, figures);
            }
        }
        figures.printMachine();
    }

    private static void report(Map<String, String> direct, Map<String, String> through, Figures figures) {
        long differing = direct.entrySet().stream()
                .filter(each -> !each.getValue().equals(through.get(each.getKey())))
                .peek(each -> System.err.printf(
                        "%s: %s directly, %s through the gateway%n",
                        each.getKey(), each.getValue(), through.get(each.getKey())))
                .count();
        figures.print("direct", "cases", direct.size(), "1");
        figures.print("direct", "failed", failed(direct), "1");
        figures.print("tallygate", "cases", through.size(), "1");
        figures.print("tallygate", "failed", failed(through), "1");
        figures.atLeast("tallygate", "cases", through.size(), Math.max(1, direct.size()), "1");
        figures.print("tallygate", "differing", differing, "1");
        figures.bound("tallygate", "differing", differing, 0, "1");
    }

    private static long failed(Map<String, String> cases) {
        return cases.values().stream().filter(each -> each.startsWith("FAILED")).count();
    }

    /// @return  how each case ended: behaviour, behaviour in closing, and the code that the server closed with
    private static Map<String, String> run(String classes, Site site, String name, int port, List<String> cases)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(site.run().resolve(name));
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Fronted.java(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                "suite.Cases",
                "ws://127.0.0.1:" + port + "/api/0/echo"));
        command.addAll(cases);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("The suite did not end in time");
            }
        } finally {
            process.destroyForcibly();
        }
        Path index = folder.resolve("target/autobahntestsuite-reports/index.json");
        if (!Files.exists(index)) {
            throw new IOException("The suite told nothing: " + Files.readString(log));
        }
        Map<String, String> ended = new TreeMap<>();
        JsonNode all = JSON.readTree(index.toFile()).path("subject");
        all.properties()
                .forEach(each -> ended.put(
                        each.getKey(),
                        each.getValue().path("behavior").asText() + ", closing "
                                + each.getValue().path("behaviorClose").asText() + ", code "
                                + each.getValue().path("remoteCloseCode").asText()));
        return ended;
    }
}
