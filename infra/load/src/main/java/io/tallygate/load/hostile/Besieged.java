package io.tallygate.load.hostile;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.ServedFeed;
import io.tallygate.load.peer.Launch;
import io.tallygate.load.peer.RunningSubject;
import io.tallygate.load.peer.Site;
import io.tallygate.load.peer.Subject;
import io.tallygate.load.peer.Tallygate;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/// A gateway with its feed and an upstream, and nothing else: `/api/0` takes a key, `/api/1` anybody, and answers of
/// `/api/2`, which takes a key too, are compressed.
final class Besieged implements AutoCloseable {
    static final String KEY = Keys.key(0);
    static final String PATH = "/api/0/items";

    private static final String AUTHENTICATED = "\"authentication\":\"api-key\"";

    private final Site site;
    private final CountingUpstream upstream;
    private final ServedFeed feed;
    private final RunningSubject gateway;
    private final int adminPort;

    /// @param java      more options of its JVM
    /// @param settings  more of its settings
    Besieged(List<String> java, Map<String, String> settings) throws IOException, InterruptedException {
        site = new Site();
        upstream = new CountingUpstream(site.upstreamPort());
        feed = new ServedFeed(sink -> {
            sink.put(Entities.upstream(site.upstreamPort()));
            sink.put(Entities.plan());
            sink.put(Entities.route(0, 0, "/api/0"));
            sink.put(changed(Entities.route(1, 1, "/api/1"), "\"authentication\":\"none\""));
            sink.put(changed(
                    Entities.route(2, 2, "/api/2"), AUTHENTICATED + ",\"policies\":[{\"policy\":\"compression\"}]"));
            sink.put(Entities.credential(0, 0, 0));
            sink.put(Entities.subscription(0, 0, 2));
        });
        adminPort = Site.freePort();
        gateway = RunningSubject.start(new Fortified(feed.address(), adminPort, java, settings), site);
        gateway.awaitAnswer(PATH, KEY, CountingUpstream.SMALL);
    }

    private static Change changed(Change route, String authentication) {
        return new Change(route.kind(), route.id(), route.value().replace(AUTHENTICATED, authentication));
    }

    /// The gateway as every benchmark starts it, and more.
    private record Fortified(URI feed, int adminPort, List<String> java, Map<String, String> more) implements Subject {
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
            Launch usual = new Tallygate("tallygate", feed, adminPort, Tallygate.HEAP_MIB, more).launch(site);
            List<String> command = new ArrayList<>(usual.command());
            command.addAll(1, java);
            return new Launch(usual.port(), command, usual.environment());
        }
    }

    int port() {
        return gateway.port();
    }

    int adminPort() {
        return adminPort;
    }

    CountingUpstream upstream() {
        return upstream;
    }

    RunningSubject gateway() {
        return gateway;
    }

    Site site() {
        return site;
    }

    /// @param name  a sample of its metrics, with its labels
    long metric(String name) {
        try {
            return AdminProbe.get(adminPort, "/metrics")
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> (long)
                            Double.parseDouble(line.substring(name.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            throw new CompletionException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        feed.close();
        upstream.close();
        site.close();
    }
}
