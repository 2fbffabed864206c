package io.tallygate.load.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Gateways of other projects that run on a JVM, built from small programs below `infra/load/peers`. Their heap is as
/// large as Tallygate's.
public sealed interface JavaPeer extends Subject {
    List<String> arguments(Site site, int port);

    @Override
    default boolean isJava() {
        return true;
    }

    @Override
    default boolean looksKeysUp() {
        return true;
    }

    @Override
    default Launch launch(Site site) throws IOException {
        int port = Site.freePort();
        List<String> command = new ArrayList<>();
        command.add(Tallygate.java());
        command.add("-Xms" + Tallygate.HEAP_MIB + "m");
        command.add("-Xmx" + Tallygate.HEAP_MIB + "m");
        command.addAll(arguments(site, port));
        return new Launch(port, command, Map.of());
    }

    private static Path target(Site site, String name) {
        return site.peers().resolve(name).resolve("target");
    }

    /// With the duties.
    record VertxHttpProxy(String name) implements JavaPeer {
        @Override
        public List<String> arguments(Site site, int port) {
            Path target = JavaPeer.target(site, name);
            return List.of(
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.buffer.checkAccessible=false",
                    "-Dio.netty.buffer.checkBounds=false",
                    "-Dio.netty.leakDetection.level=disabled",
                    "-Dvertx.disableHttpHeadersValidation=true",
                    "-Dvertx.disableContextTimings=true",
                    "-Dvertx.disableMetrics=true",
                    "-Dvertx.disableTCCL=true",
                    "-cp",
                    target.resolve("peer.jar") + ":" + target.resolve("lib") + "/*",
                    "peer.Proxy",
                    Integer.toString(port),
                    Integer.toString(site.upstreamPort()),
                    site.run().resolve("keys.txt").toString(),
                    site.run().toString());
        }
    }

    /// Looks the key up; neither limits nor records.
    record SpringCloudGateway(String name) implements JavaPeer {
        @Override
        public List<String> arguments(Site site, int port) {
            return List.of(
                    "-Dreactor.netty.ioWorkerCount=2",
                    "-jar",
                    JavaPeer.target(site, name).resolve("peer.jar").toString(),
                    "--peer.port=" + port,
                    "--peer.upstream=" + site.upstreamPort(),
                    "--peer.keys=" + site.run().resolve("keys.txt"));
        }
    }
}
