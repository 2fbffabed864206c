package io.tallygate.stack.part;

import io.tallygate.stack.process.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// ClickHouse's engine in a process of its own.
public final class ClickHouse implements Part {
    private final Installation at;
    private final Programs programs;

    public ClickHouse(Installation at) {
        this.at = at;
        this.programs = new Programs(
                at.root().resolve("infra/clickhouse-embedded/target"),
                "clickhouse-embedded.jar",
                at.data().resolve("programs/clickhouse"));
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
    public Launch launch() throws IOException {
        List<String> command = List.of(
                at.java(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                programs.classPath(),
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
