package io.tallygate.load.suite;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.ServedFeed;
import io.tallygate.load.peer.RunningSubject;
import io.tallygate.load.peer.Site;
import io.tallygate.load.peer.Tallygate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A server of a suite, and the gateway in front of it.
final class Fronted implements AutoCloseable {
    static final String KEY = Keys.key(0);

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Site site;
    private final Process server;
    private final ServedFeed feed;
    private final RunningSubject gateway;

    /// @param paths  that the gateway routes to the server
    /// @param http2  what is spoken with the server
    /// @param keyed  those of them whose calls need [#KEY]
    Fronted(Site site, List<String> command, List<String> paths, boolean http2, List<String> keyed)
            throws IOException, InterruptedException {
        this.site = site;
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(site.run().resolve("server.log").toFile())
                .start();
        try {
            await(site.upstreamPort());
            feed = new ServedFeed(sink -> {
                sink.put(changed(
                        Entities.upstream(site.upstreamPort()),
                        "\"scheme\":\"http\"",
                        "\"scheme\":\"http\"" + (http2 ? ",\"protocol\":\"http2\"" : "")));
                sink.put(Entities.plan());
                for (int i = 0; i < paths.size(); i++) {
                    sink.put(changed(
                            Entities.route(i, 0, paths.get(i)),
                            "\"authentication\":\"api-key\"",
                            keyed.contains(paths.get(i))
                                    ? "\"authentication\":\"api-key\""
                                    : "\"authentication\":\"none\""));
                }
                sink.put(Entities.credential(0, 0, 0));
                sink.put(Entities.subscription(0, 0));
            });
            gateway = RunningSubject.start(Tallygate.fedBy(feed.address()), site);
            feed.awaitFollower();
            await(gateway.port());
            Thread.sleep(1_000); // the configuration is small, and there at once
        } catch (IOException | InterruptedException failed) {
            server.destroyForcibly();
            throw failed;
        }
    }

    private static Change changed(Change entity, String from, String to) {
        return new Change(entity.kind(), entity.id(), entity.value().replace(from, to));
    }

    private static void await(int port) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > until) {
                    throw new IOException("Nobody listens on " + port, notYet);
                }
                Thread.sleep(100);
            }
        }
    }

    /// What `infra/verify` has built of a suite.
    static Path built(Site site, String suite) throws IOException {
        Path target = site.root().resolve("infra/load/suites").resolve(suite).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IOException("The suite is not there: infra/verify " + suite + " builds it");
        }
        return target;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    int serverPort() {
        return site.upstreamPort();
    }

    int gatewayPort() {
        return gateway.port();
    }

    @Override
    public void close() {
        server.destroyForcibly();
        gateway.close();
        feed.close();
    }
}
