package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// ClickHouse's engine in a process of its own.
public final class ClickHouse implements Part {
    private final Installation at;

    public ClickHouse(Installation at) {
        this.at = at;
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public String address() {
        return at.clickHouseUrl();
    }

    @Override
    public Launch launch() {
        Path target = at.root().resolve("infra/clickhouse-embedded/target");
        List<String> command = List.of(
                at.java(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                target.resolve("clickhouse-embedded.jar") + ":" + target.resolve("lib") + "/*",
                "io.tallygate.clickhouse.EmbeddedClickHouseMain",
                "--data",
                at.data().resolve("clickhouse").toString(),
                "--port",
                Integer.toString(at.ports().clickHouse()));
        Map<String, String> settings = new HashMap<>();
        // the engine replaces signal handlers that the JVM needs; libjsig chains them (embedded ClickHouse's own notes)
        settings.put(
                "LD_PRELOAD",
                Path.of(System.getProperty("java.home"), "lib", "libjsig.so").toString());
        String library = System.getenv("TALLYGATE_CHDB_LIBRARY");
        if (library != null) {
            settings.put("TALLYGATE_CHDB_LIBRARY", library);
        }
        return new Launch(command, settings, at.data(), at.log(name()));
    }

    @Override
    public String probe() throws Exception {
        return Probe.get(at.clickHouseUrl() + "/ping");
    }
}
