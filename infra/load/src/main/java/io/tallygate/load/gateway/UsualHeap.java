package io.tallygate.load.gateway;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.ServedFeed;
import io.tallygate.load.machine.JavaHeap;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.RunningSubject;
import io.tallygate.load.peer.Site;
import io.tallygate.load.peer.Tallygate;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.net.URI;

/// A gateway with the heap that it has where nobody says otherwise is told of 10,000 routes and of 100,000 keys with a
/// subscription each, all in one snapshot as after a long absence: it must start, serve, take the same again, and have
/// room left for calls. One that runs out of memory ends itself, and the benchmark fails.
public final class UsualHeap {
    private static final int HEAP_MIB = 256;
    private static final int ROUTES = 10_000;
    private static final int KEYS = 100_000;
    private static final int CALLS = 20_000;
    private static final double LIVE_BOUND = 128;

    public void run(Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site();
                WitnessUpstream upstream =
                        WitnessUpstream.start(URI.create("http://127.0.0.1:" + site.upstreamPort()));
                ServedFeed feed = new ServedFeed(sink -> all(site.upstreamPort(), sink))) {
            long began = System.nanoTime();
            try (RunningSubject gateway =
                    RunningSubject.start(new Tallygate(feed.address(), Site.freePort(), HEAP_MIB), site)) {
                gateway.awaitAnswer(path(KEYS - 1), Keys.key(KEYS - 1), WitnessUpstream.BODY_BYTES);
                figures.print("startedToServed", (System.nanoTime() - began) / 1e6, "ms");
                JavaHeap heap = new JavaHeap(gateway.pid());
                live(figures, "liveHeap", heap);
                try (Caller caller = new Caller(gateway.port())) {
                    calls(caller);
                    long sent = feed.commit(ROUTES + KEYS, sink -> {
                        for (int n = 0; n < ROUTES; n++) {
                            sink.put(Entities.route(n, n, "/api/" + n));
                        }
                        for (int n = 0; n < KEYS; n++) {
                            sink.put(Entities.credential(n, n, n));
                        }
                        sink.put(Entities.credential(KEYS, KEYS - 1, KEYS)); // of an application that is there
                    });
                    long served = caller.await(200, path(KEYS - 1), Keys.key(KEYS));
                    figures.print("allToldAgainToServed", (served - sent) / 1e6, "ms");
                    calls(caller);
                }
                live(figures, "liveHeapAfterAllWasToldAgain", heap);
            }
            if (upstream.answered().isEmpty()) {
                throw new IOException("No call reached the upstream");
            }
        }
        figures.printMachine();
    }

    private static void live(Figures figures, String name, JavaHeap heap) throws IOException, InterruptedException {
        double mib = heap.live() / (double) (1 << 20);
        figures.print(name, mib, "MiB");
        figures.bound("tallygate", name, mib, LIVE_BOUND, "MiB");
    }

    private static void all(int upstreamPort, ServedFeed.Sink sink) throws IOException {
        sink.put(Entities.upstream(upstreamPort));
        sink.put(Entities.plan());
        for (int n = 0; n < ROUTES; n++) {
            sink.put(Entities.route(n, n, "/api/" + n));
        }
        for (int n = 0; n < KEYS; n++) {
            sink.put(Entities.credential(n, n, n));
            sink.put(Entities.subscription(n, n % ROUTES, n % ROUTES));
        }
    }

    private static String path(int key) {
        return "/api/" + key % ROUTES + "/items";
    }

    private static void calls(Caller caller) throws IOException {
        for (int i = 0; i < CALLS; i++) {
            int key = (int) (i * 7919L % KEYS);
            int status = caller.status(path(key), Keys.key(key));
            if (status != 200) {
                throw new IOException("A call was answered " + status);
            }
        }
    }
}
