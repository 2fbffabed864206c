package io.tallygate.load.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The gateway alone, started as `infra/stack` starts it, with a data directory of its own. Nobody takes its usage
/// away, so every call's record stays in the journal, as the peers' stay in their logs.
/// @param name     as figures call it
/// @param feed     where its configuration comes from
/// @param heapMiB  of its heap
/// @param more     settings besides the usual ones
public record Tallygate(String name, URI feed, int adminPort, int heapMiB, Map<String, String> more)
        implements Subject {
    /// Of every subject on a JVM.
    public static final int HEAP_MIB = 512;

    private static final String MAX_CONNECTIONS = "12000";

    public Tallygate(URI feed, int adminPort, int heapMiB) {
        this("tallygate", feed, adminPort, heapMiB, Map.of());
    }

    public static Tallygate fedBy(URI feed) throws IOException {
        return new Tallygate(feed, Site.freePort(), HEAP_MIB);
    }

    /// With a line of the access log for each call, in the same directory as the peers' logs.
    public static Tallygate logging(URI feed, Site site) throws IOException {
        return new Tallygate(
                "tallygate-log",
                feed,
                Site.freePort(),
                HEAP_MIB,
                Map.of("TALLYGATE_ACCESS_LOG", site.run().resolve("access.log").toString()));
    }

    /// With the spans of one call in a hundred, for a collector that is not there: they are made and lost.
    public static Tallygate tracing(URI feed) throws IOException {
        return new Tallygate(
                "tallygate-traces",
                feed,
                Site.freePort(),
                HEAP_MIB,
                Map.of("TALLYGATE_TRACES_ENDPOINT", "http://127.0.0.1:1/v1/traces", "TALLYGATE_TRACES_RATIO", "0.01"));
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
                "-XX:+UseTransparentHugePages",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                built.resolve("gateway-runtime.jar") + ":" + built.resolve("lib") + "/*",
                "io.tallygate.gateway.GatewayMain");
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of(
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
                "0"));
        return new Launch(port, command, settings);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
