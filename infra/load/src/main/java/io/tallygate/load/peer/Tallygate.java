package io.tallygate.load.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The gateway alone, started as `infra/stack` starts it, with a data directory of its own. Nobody takes its usage
/// away, so every call's record stays in the journal, as the peers' stay in their logs.
/// @param feed     where its configuration comes from
/// @param heapMiB  of its heap
public record Tallygate(URI feed, int adminPort, int heapMiB) implements Subject {
    /// Of every subject on a JVM.
    public static final int HEAP_MIB = 512;

    private static final String MAX_CONNECTIONS = "12000";

    public static Tallygate fedBy(URI feed) throws IOException {
        return new Tallygate(feed, Site.freePort(), HEAP_MIB);
    }

    @Override
    public String name() {
        return "tallygate";
    }

    @Override
    public boolean isJava() {
        return true;
    }

    @Override
    public boolean looksKeysUp() {
        return true;
    }

    @Override
    public Launch launch(Site site) throws IOException {
        int port = Site.freePort();
        Path built = site.root().resolve("gateway-runtime/target");
        Path data = Files.createTempDirectory(site.run(), "gateway-");
        List<String> command = List.of(
                java(),
                "-Xms" + heapMiB + "m",
                "-Xmx" + heapMiB + "m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                built.resolve("gateway-runtime.jar") + ":" + built.resolve("lib") + "/*",
                "io.tallygate.gateway.GatewayMain");
        Map<String, String> settings = Map.of(
                "TALLYGATE_GATEWAY_PORT",
                Integer.toString(port),
                "TALLYGATE_ADMIN_PORT",
                Integer.toString(adminPort),
                "TALLYGATE_FEED_URL",
                feed.toString(),
                "TALLYGATE_GROUP_TOKEN",
                "tgg_bench",
                "TALLYGATE_DATA",
                data.toString(),
                "TALLYGATE_MAX_CONNECTIONS",
                MAX_CONNECTIONS,
                "TALLYGATE_OUTBOUND_ALLOW",
                "127.0.0.1:" + site.upstreamPort(),
                "TALLYGATE_CLICKHOUSE_URL",
                "http://127.0.0.1:1",
                "TALLYGATE_STOP_NOTICE_SECONDS",
                "0");
        return new Launch(port, command, settings);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
