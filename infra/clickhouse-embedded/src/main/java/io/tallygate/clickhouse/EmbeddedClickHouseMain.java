package io.tallygate.clickhouse;

import io.tallygate.clickhouse.engine.Engine;
import io.tallygate.clickhouse.engine.EngineException;
import io.tallygate.clickhouse.engine.EngineLibrary;
import io.tallygate.clickhouse.engine.EngineSession;
import io.tallygate.clickhouse.http.Access;
import io.tallygate.clickhouse.http.ClickHouseServer;
import io.tallygate.clickhouse.http.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/// The process: an engine over a directory, behind a port, until SIGTERM. Start it with `LD_PRELOAD` naming the JDK's
/// `libjsig.so`, since the engine's library otherwise replaces signal handlers that the JVM needs.
public final class EmbeddedClickHouseMain {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private EmbeddedClickHouseMain() {}

    public static void main(String[] words) {
        try {
            Arguments arguments = Arguments.parse(words);
            Access access = access();
            if (!arguments.host().isLoopbackAddress() && access.user().isEmpty()) {
                throw new IllegalArgumentException("Only a loopback address is served without a password: set"
                        + " TALLYGATE_CLICKHOUSE_USER and TALLYGATE_CLICKHOUSE_PASSWORD");
            }
            run(arguments, access);
        } catch (IllegalArgumentException | IllegalStateException | IOException | EngineException e) {
            System.err.println("The embedded ClickHouse did not start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Arguments arguments, Access access) throws IOException, EngineException {
        Engine engine = Engine.open(EngineLibrary.find(engineVersion(), System.getenv()), arguments.data());
        try (EngineSession session = engine.session(0, Map.of())) {
            session.run("CREATE DATABASE IF NOT EXISTS tallygate ENGINE = Atomic");
        }
        var address = new InetSocketAddress(arguments.host(), arguments.port());
        ClickHouseServer server =
                ClickHouseServer.start(engine, address, access, Limits.standard(arguments.connections()));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(server, engine)));
        System.out.println("Embedded ClickHouse answers on http://"
                + arguments.host().getHostAddress() + ":" + server.port() + ", data in " + arguments.data());
    }

    private static void stop(ClickHouseServer server, Engine engine) {
        try {
            if (server.stop(PATIENCE)) {
                engine.close();
                System.out.println("Embedded ClickHouse stopped");
            } else {
                System.err.println(
                        "Embedded ClickHouse stopped with statements running; what was acknowledged is safe");
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("Embedded ClickHouse stopped in disorder: " + e.getMessage());
        }
    }

    private static Access access() {
        String user = System.getenv().getOrDefault("TALLYGATE_CLICKHOUSE_USER", "");
        String password = System.getenv().getOrDefault("TALLYGATE_CLICKHOUSE_PASSWORD", "");
        return new Access(password.isEmpty() ? "" : user.isEmpty() ? "default" : user, password);
    }

    private static String engineVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = EmbeddedClickHouseMain.class.getResourceAsStream("/clickhouse-embedded.properties")) {
            if (in == null) {
                throw new IOException("clickhouse-embedded.properties is missing from the jar");
            }
            build.load(in);
        }
        return build.getProperty("engine.version");
    }
}
