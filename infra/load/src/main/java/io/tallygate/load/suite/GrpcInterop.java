package io.tallygate.load.suite;

import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// gRPC's interoperability cases with its own client and server, directly and through the gateway: every case that
/// needs no credentials of a cloud. What the suite's server does not do itself (it knows no cacheable calls, and does
/// not check compressed messages as the cases that probe for it want) fails both ways.
public final class GrpcInterop implements GatewayDrill {
    private static final long LONGEST_SECONDS = 60;
    private static final List<String> CASES = List.of(
            "empty_unary",
            "cacheable_unary",
            "large_unary",
            "client_compressed_unary",
            "client_compressed_unary_noprobe",
            "server_compressed_unary",
            "client_streaming",
            "client_compressed_streaming",
            "client_compressed_streaming_noprobe",
            "server_streaming",
            "server_compressed_streaming",
            "ping_pong",
            "empty_stream",
            "custom_metadata",
            "status_code_and_message",
            "special_status_message",
            "unimplemented_method",
            "unimplemented_service",
            "cancel_after_begin",
            "cancel_after_first_response",
            "timeout_on_sleeping_server",
            "very_large_request",
            "pick_first_unary",
            "rpc_soak",
            "channel_soak",
            "orca_per_rpc",
            "orca_oob");
    private static final List<String> KEYED =
            List.of("/grpc.testing.TestService", "/grpc.testing.UnimplementedService");

    /// The client's own balancer asks for reports, and sends none of the metadata that calls have.
    private static final List<String> OPEN = List.of("/xds.service.orca.v3.OpenRcaService");
    private static final String REPORTING = "{\"loadBalancingConfig\":[{\"test_backend_metrics_load_balancer\":{}}]}";

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site()) {
            String classes = Fronted.built(site, "grpc-interop").resolve("lib") + "/*";
            List<String> server = List.of(
                    Fronted.java(),
                    "-cp",
                    classes,
                    "io.grpc.testing.integration.TestServiceServer",
                    "--port=" + site.upstreamPort(),
                    "--use_tls=false");
            List<String> services = Stream.concat(KEYED.stream(), OPEN.stream()).toList();
            try (Fronted fronted = new Fronted(site, server, services, true, KEYED)) {
                List<String> cases = form == Form.FULL ? CASES : CASES.subList(0, 3);
                report(cases, classes, site, fronted, figures);
            }
        }
        figures.printMachine();
    }

    private static void report(List<String> cases, String classes, Site site, Fronted fronted, Figures figures)
            throws IOException, InterruptedException {
        int passedDirectly = 0;
        int passed = 0;
        int differing = 0;
        for (String each : cases) {
            boolean direct = passes(each, classes, site, fronted.serverPort());
            boolean through = passes(each, classes, site, fronted.gatewayPort());
            System.err.printf("%-36s %s directly, %s through the gateway%n", each, said(direct), said(through));
            passedDirectly += direct ? 1 : 0;
            passed += through ? 1 : 0;
            differing += direct == through ? 0 : 1;
        }
        figures.print("direct", "cases", cases.size(), "1");
        figures.print("direct", "passed", passedDirectly, "1");
        figures.print("tallygate", "passed", passed, "1");
        figures.atLeast("tallygate", "passed", passed, Math.max(1, passedDirectly), "1");
        figures.print("tallygate", "differing", differing, "1");
        figures.bound("tallygate", "differing", differing, 0, "1");
    }

    private static String said(boolean passes) {
        return passes ? "passes" : "fails";
    }

    private static boolean passes(String name, String classes, Site site, int port)
            throws IOException, InterruptedException {
        Path log = site.run().resolve(name + "-" + port + ".log");
        List<String> command = new ArrayList<>(List.of(
                Fronted.java(),
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                "io.grpc.testing.integration.TestServiceClient",
                "--server_host=127.0.0.1",
                "--server_port=" + port,
                "--use_tls=false",
                "--test_case=" + name,
                "--additional_metadata=x-api-key:" + Fronted.KEY));
        if (name.startsWith("orca_")) {
            command.add("--service_config_json=" + REPORTING);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            boolean passes = ended && process.exitValue() == 0;
            if (!passes) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains("Exception") || line.contains("Error"))
                        .limit(2)
                        .forEach(System.err::println);
            }
            return passes;
        } finally {
            process.destroyForcibly();
        }
    }
}
