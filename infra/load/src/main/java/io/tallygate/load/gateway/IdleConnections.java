package io.tallygate.load.gateway;

import io.tallygate.load.call.CallConnection;
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
import java.util.ArrayList;
import java.util.List;

/// The heap that an idle keep-alive connection holds after one call, counted after full collections. Each is asked for
/// once more at the end: one that was closed meanwhile would have cost nothing.
public final class IdleConnections {
    private static final int[] COUNTS = {1_000, 10_000};
    private static final int WARM_UP_CALLS = 20_000;
    private static final int WARM_UP_CONNECTIONS = 8;
    private static final double KIB_BOUND = 3;
    private static final String PATH = "/api/0/items";

    private final List<CallConnection> open = new ArrayList<>();

    public void run(Figures figures) throws IOException, InterruptedException {
        try (Site site = new Site();
                WitnessUpstream upstream =
                        WitnessUpstream.start(URI.create("http://127.0.0.1:" + site.upstreamPort()));
                ServedFeed feed = new ServedFeed(sink -> OneRoute.write(site.upstreamPort(), sink));
                RunningSubject gateway = RunningSubject.start(Tallygate.fedBy(feed.address()), site)) {
            gateway.awaitAnswer(PATH, Keys.key(0), WitnessUpstream.BODY_BYTES);
            measure(gateway, figures);
            if (upstream.withoutId() > 0) {
                throw new IOException("Calls reached the upstream without a request id");
            }
        } finally {
            open.forEach(CallConnection::close);
        }
        figures.printMachine();
    }

    private void measure(RunningSubject gateway, Figures figures) throws IOException, InterruptedException {
        JavaHeap heap = new JavaHeap(gateway.pid());
        warmUp(gateway.port());
        long liveBefore = settled(heap);
        double residentBefore = gateway.tree().memory().residentMiB();
        figures.print("liveHeapMiB", liveBefore / 1048576.0, "MiB");
        for (int count : COUNTS) {
            while (open.size() < count) {
                open.add(called(gateway.port()));
            }
            double kib = (settled(heap) - liveBefore) / 1024.0 / count;
            figures.print("idleConnectionKiB" + count, kib, "KiB");
            figures.bound("tallygate", "idleConnectionKiB" + count, kib, KIB_BOUND, "KiB");
            double resident = gateway.tree().memory().residentMiB() - residentBefore;
            figures.print("idleConnectionRssKiB" + count, resident * 1024 / count, "KiB");
        }
        for (CallConnection each : open) {
            require(each.get(PATH, Keys.key(0)).status());
        }
    }

    private static long settled(JavaHeap heap) throws IOException, InterruptedException {
        heap.live();
        Thread.sleep(500); // what the first collection let go of may have been holding more
        return heap.live();
    }

    private static CallConnection called(int port) throws IOException {
        CallConnection connection = CallConnection.open(URI.create("http://127.0.0.1:" + port));
        require(connection.get(PATH, Keys.key(0)).status());
        return connection;
    }

    private static void warmUp(int port) throws IOException {
        for (int i = 0; i < WARM_UP_CONNECTIONS; i++) {
            try (CallConnection connection = called(port)) {
                for (int n = 0; n < WARM_UP_CALLS / WARM_UP_CONNECTIONS; n++) {
                    require(connection.get(PATH, Keys.key(0)).status());
                }
            }
        }
    }

    private static void require(int status) throws IOException {
        if (status != 200) {
            throw new IOException("A call was answered " + status);
        }
    }
}
