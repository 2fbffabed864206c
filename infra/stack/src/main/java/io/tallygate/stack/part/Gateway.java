package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The data plane: one instance of the gateway group `shared`.
public final class Gateway implements Part {
    private final Installation at;
    private final Programs programs;
    private final StartCache cache;

    public Gateway(Installation at) {
        this.at = at;
        this.programs = new Programs(
                at.root().resolve("gateway-runtime/target"),
                "gateway-runtime.jar",
                at.data().resolve("programs/gateway"));
        this.cache = new StartCache(at.data().resolve("programs/gateway-start"));
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String address() {
        return at.gatewayUrl();
    }

    public String tls() {
        return "https://localhost:" + at.ports().gatewayTls();
    }

    public String admin() {
        return "http://127.0.0.1:" + at.ports().gatewayAdmin();
    }

    private List<String> java() {
        return List.of(
                at.java(),
                "-Xms128m",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:+UseTransparentHugePages",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private List<String> program() throws IOException {
        return List.of("-cp", programs.classPath(), "io.tallygate.gateway.GatewayMain");
    }

    @Override
    public Launch launch() throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(cache.options(programs.build()));
        command.addAll(program());
        Map<String, String> settings = new HashMap<>();
        settings.put("TALLYGATE_GATEWAY_HOST", "127.0.0.1");
        settings.put("TALLYGATE_GATEWAY_PORT", Integer.toString(at.ports().gateway()));
        settings.put("TALLYGATE_TLS_PORT", Integer.toString(at.ports().gatewayTls()));
        Path certificates = new LocalCertificate(at.java(), at.data().resolve("gateway-tls")).folder();
        settings.put("TALLYGATE_TLS_CERTIFICATES", certificates.toString());
        settings.put("TALLYGATE_ADMIN_PORT", Integer.toString(at.ports().gatewayAdmin()));
        settings.put("TALLYGATE_FEED_URL", at.portalUrl() + "/gateway-feed/v1");
        settings.put("TALLYGATE_GROUP", "shared");
        settings.put("TALLYGATE_GROUP_TOKEN", at.secrets().token("group.shared", "tgg_"));
        settings.put("TALLYGATE_DATA", at.data().resolve("gateway").toString());
        settings.put("TALLYGATE_OUTBOUND_ALLOW", at.allowed());
        settings.put("TALLYGATE_STOP_NOTICE_SECONDS", "0"); // nobody distributes calls here
        settings.put("TALLYGATE_REDIS_URL", at.redis());
        settings.put("TALLYGATE_CLICKHOUSE_URL", at.clickHouseUrl());
        settings.put("TALLYGATE_CLICKHOUSE_DATABASE", "tallygate");
        settings.put("TALLYGATE_CLICKHOUSE_USER", "");
        settings.put("TALLYGATE_CLICKHOUSE_PASSWORD", "");
        return new Launch(command, settings, at.data(), at.log(name()));
    }

    @Override
    public void whenReady() throws IOException {
        Map<String, String> nobody = Map.of(
                "TALLYGATE_GATEWAY_HOST", "127.0.0.1",
                "TALLYGATE_GATEWAY_PORT", "0",
                "TALLYGATE_ADMIN_PORT", "0",
                "TALLYGATE_FEED_URL", "http://127.0.0.1:1",
                "TALLYGATE_GROUP", "shared",
                "TALLYGATE_GROUP_TOKEN", "tgg_nobody",
                "TALLYGATE_DATA",
                        at.data().resolve("programs/gateway-start/trial/data").toString(),
                "TALLYGATE_CLICKHOUSE_URL", "http://127.0.0.1:1",
                "TALLYGATE_STOP_NOTICE_SECONDS", "0");
        cache.makeIfMissing(programs.build(), java(), program(), nobody, at.log("gateway-start"));
    }

    @Override
    public String probe() throws Exception {
        String health = Probe.get(admin() + "/health/ready");
        return health.isEmpty() ? Probe.connect(at.ports().gateway()) : health;
    }

    /// Calls under way are carried to their end.
    @Override
    public Duration stopPatience() {
        return Duration.ofSeconds(40);
    }
}
