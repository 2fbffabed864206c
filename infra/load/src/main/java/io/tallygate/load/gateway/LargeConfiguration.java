package io.tallygate.load.gateway;

import io.tallygate.load.feed.Entities;
import io.tallygate.load.feed.Entities.Change;
import io.tallygate.load.feed.Keys;
import io.tallygate.load.feed.ServedFeed;
import io.tallygate.load.machine.CpuTime;
import io.tallygate.load.machine.JavaHeap;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.measure.Samples;
import io.tallygate.load.peer.RunningSubject;
import io.tallygate.load.peer.Site;
import io.tallygate.load.peer.Tallygate;
import io.tallygate.load.upstream.WitnessUpstream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// What a million credentials take of the heap, and how long a change of one takes from the last line of its batch on
/// the feed to the first call that is answered by it; the same for a route among ten to a hundred thousand. The heap is
/// made large enough for the batch that brings them, which is more than they take in the end.
public final class LargeConfiguration {
    private static final int CREDENTIALS = 1_000_000;
    private static final int[] ROUTES = {10, 1_000, 10_000, 100_000};
    private static final int SAMPLES = 50;
    private static final int HEAP_MIB = 6 << 10;
    private static final double BYTES_BOUND = 200;
    private static final Duration CHANGE_BOUND = Duration.ofMillis(50);

    /// Of ten routes' processor time.
    private static final double FLAT_BOUND = 1.3;

    private static final int MOST_LOOKS = 20;
    private static final double SAME = 0.99;
    private static final int CALLS = 20_000;
    private static final int MOST_WARM_UPS = 8;
    private static final double WARM = 0.95;
    private static final String PATH = "/api/0/items";

    /// A gateway with one route and what is needed to change its configuration and see that it did.
    private interface Part {
        void measure(RunningSubject gateway, ServedFeed feed, Caller caller) throws IOException, InterruptedException;
    }

    public void run(Figures figures) throws IOException, InterruptedException {
        onItsOwn((gateway, feed, caller) -> credentials(gateway, feed, caller, figures));
        onItsOwn((gateway, feed, caller) -> routes(gateway, feed, caller, figures));
        figures.printMachine();
    }

    private static void onItsOwn(Part part) throws IOException, InterruptedException {
        try (Site site = new Site();
                WitnessUpstream upstream =
                        WitnessUpstream.start(URI.create("http://127.0.0.1:" + site.upstreamPort()));
                ServedFeed feed = new ServedFeed(sink -> OneRoute.write(site.upstreamPort(), sink));
                RunningSubject gateway =
                        RunningSubject.start(new Tallygate(feed.address(), Site.freePort(), HEAP_MIB), site)) {
            gateway.awaitAnswer(PATH, Keys.key(0), WitnessUpstream.BODY_BYTES);
            try (Caller caller = new Caller(gateway.port())) {
                part.measure(gateway, feed, caller);
            }
            if (upstream.answered().isEmpty()) {
                throw new IOException("No call reached the upstream");
            }
        }
    }

    private static void credentials(RunningSubject gateway, ServedFeed feed, Caller caller, Figures figures)
            throws IOException, InterruptedException {
        JavaHeap heap = new JavaHeap(gateway.pid());
        long before = heap.live();
        long sent = feed.commit(CREDENTIALS, sink -> {
            for (int n = 1; n < CREDENTIALS; n++) {
                sink.put(Entities.credential(n, n, n));
            }
            sink.put(Entities.credential(CREDENTIALS, 0, CREDENTIALS)); // of an application that has a subscription
        });
        long served = caller.anew().await(200, PATH, Keys.key(CREDENTIALS));
        figures.print("credentialsCommittedToServed", (served - sent) / 1e6, "ms");
        // the gateway writes its log anew behind such a batch, which it holds until then; the next change waits for
        // that
        Change behind = Entities.credential(CREDENTIALS + SAMPLES + 1, 0, CREDENTIALS + SAMPLES + 1);
        long put = feed.commit(behind);
        long answered = caller.anew().await(200, PATH, Keys.key(CREDENTIALS + SAMPLES + 1));
        figures.print("changeBehindTheBatchToServed", (answered - put) / 1e6, "ms");
        double bytes = (double) (settled(heap) - before) / CREDENTIALS;
        figures.print("heapBytesPerCredential", bytes, "B");
        figures.bound("tallygate", "heapBytesPerCredential", bytes, BYTES_BOUND, "B");
        Samples added = new Samples();
        Samples revoked = new Samples();
        for (int i = 1; i <= SAMPLES; i++) {
            int number = CREDENTIALS + i;
            Change credential = Entities.credential(number, 0, number);
            long committed = feed.commit(credential);
            added.add(caller.await(200, PATH, Keys.key(number)) - committed);
            long deleted = feed.commit(credential.gone());
            revoked.add(caller.await(401, PATH, Keys.key(number)) - deleted);
        }
        figures.print("credentialAddedToServed", added, CHANGE_BOUND);
        figures.print("credentialRevokedToRefused", revoked, CHANGE_BOUND);
    }

    /// What the first collection let go of may have held more.
    private static long settled(JavaHeap heap) throws IOException, InterruptedException {
        long live = heap.live();
        for (int i = 0; i < MOST_LOOKS; i++) {
            Thread.sleep(1_000);
            long now = heap.live();
            if (now > live * SAME) {
                return now;
            }
            live = now;
        }
        return live;
    }

    private static void routes(RunningSubject gateway, ServedFeed feed, Caller caller, Figures figures)
            throws IOException, InterruptedException {
        int there = 1;
        warmUp(gateway, caller, there);
        double amongFewest = 0;
        for (int count : ROUTES) {
            int from = there;
            long sent = feed.commit(count - from, sink -> {
                for (int n = from; n < count; n++) {
                    sink.put(Entities.route(n, 0, "/api/" + n));
                }
            });
            long served = caller.anew().await(200, "/api/" + (count - 1) + "/items", Keys.key(0));
            figures.print("routesCommittedToServed" + count, (served - sent) / 1e6, "ms");
            Samples one = new Samples();
            for (int i = 0; i < SAMPLES; i++) {
                Change route = Entities.route(count, 0, "/api/" + count);
                long put = feed.commit(route);
                one.add(caller.await(200, "/api/" + count + "/items", Keys.key(0)) - put);
                feed.commit(route.gone());
                caller.await(404, "/api/" + count + "/items", Keys.key(0));
            }
            figures.print(
                    "routeAddedToServed" + count + "P50", one.percentile(50).toNanos() / 1e6, "ms");
            figures.print(
                    "routeAddedToServed" + count + "Max", one.percentile(100).toNanos() / 1e6, "ms");
            there = count;
            double cpu = cpuMicrosPerCall(gateway, caller, count);
            figures.print("cpuMicrosPerCallAmong" + count, cpu, "µs");
            if (amongFewest == 0) {
                amongFewest = cpu;
            } else {
                String ratio = "ratioCpuMicrosPerCallAmong" + count;
                figures.print(ratio, cpu / amongFewest, "1");
                figures.bound("tallygate", ratio, cpu / amongFewest, FLAT_BOUND, "1");
            }
        }
    }

    /// Until a call gets no cheaper any more.
    private static void warmUp(RunningSubject gateway, Caller caller, int routes) throws IOException {
        double before = Double.MAX_VALUE;
        double now = cpuMicrosPerCall(gateway, caller, routes);
        for (int i = 0; i < MOST_WARM_UPS && now < WARM * before; i++) {
            before = now;
            now = cpuMicrosPerCall(gateway, caller, routes);
        }
    }

    /// Of whole calls, one after the other, spread over all routes: a match is a small part of it, so this shows only
    /// when it becomes a large one.
    private static double cpuMicrosPerCall(RunningSubject gateway, Caller caller, int routes) throws IOException {
        CpuTime before = gateway.tree().cpu();
        for (int i = 0; i < CALLS; i++) {
            int status = caller.status("/api/" + i * 7919L % routes + "/items", Keys.key(0));
            if (status != 200) {
                throw new IOException("A call was answered " + status);
            }
        }
        return gateway.tree().cpu().minus(before).micros() / CALLS;
    }
}
