package io.tallygate.load.counting;

import io.tallygate.load.feed.LivingFeed;
import io.tallygate.load.life.GatewayProcess;
import io.tallygate.load.life.WallClock;
import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Everything that a drill of counting needs, begun: ClickHouse's engine, the passage to it, gateways, the service
/// behind them and callers in front. All is gone when it is closed.
final class CountingScene implements AutoCloseable {
    static final int CONNECTIONS = 16;

    /// Room for what a gateway keeps ready, so that it can be full within a drill.
    private static final int SMALL_DISK_MEBIBYTES = 40;

    private static final String SMALL_JOURNAL_MEBIBYTES = "16";

    /// What a drill wants of its gateways beside the usual.
    enum Ability {
        CLOCK,
        SMALL_DISK,
        SLOW_DISK
    }

    final Site site = new Site();
    final Ledger ledger = new Ledger();
    final Random random;
    final Store store;
    final Passage passage;
    final Callers callers;
    final Tellers tellers;
    final List<Instance> gateways = new ArrayList<>();
    private final WitnessService service;
    private final LivingFeed feed;
    private int gatewayKills;
    private int storeKills;

    /// @param abilities  of the first gateway a small and a slow disk, of the last one a clock
    CountingScene(long seed, int gatewayCount, int callsPerSecond, Set<Ability> abilities)
            throws IOException, InterruptedException {
        random = new Random(seed);
        store = new Store(site).start();
        passage = new Passage(store.port(), new Random(random.nextLong()));
        service = new WitnessService(ledger);
        feed = new LivingFeed(Offer.entities(service.port()));
        callers = new Callers(ledger, new Random(random.nextLong()), callsPerSecond);
        for (int i = 0; i < gatewayCount; i++) {
            gateways.add(gateway(i, gatewayCount, abilities));
        }
        tellers = new Tellers(
                gateways.stream().map(gateway -> gateway.process().port()).toList(), new Random(random.nextLong()));
        store.awaitReady();
        callers.start();
        for (Instance gateway : gateways) {
            gateway.process().start();
        }
        for (Instance gateway : gateways) {
            gateway.process().awaitReady();
            gateway.callers().back();
        }
        tellers.start();
    }

    private Instance gateway(int number, int of, Set<Ability> abilities) throws IOException, InterruptedException {
        String name = "gateway-" + number;
        Path data = site.run().resolve(name);
        Map<String, String> settings = new HashMap<>(
                Map.of("TALLYGATE_CLICKHOUSE_URL", passage.address().toString(), "TALLYGATE_JOURNAL_SEGMENT_MIB", "1"));
        SmallDisk disk = number == 0 && abilities.contains(Ability.SMALL_DISK)
                ? new SmallDisk(data, SMALL_DISK_MEBIBYTES)
                : null;
        if (disk != null) {
            settings.put("TALLYGATE_USAGE_DISK_MIB", SMALL_JOURNAL_MEBIBYTES);
            settings.put("TALLYGATE_EVENTS_DISK_MIB", SMALL_JOURNAL_MEBIBYTES);
        }
        SlowForces forces = number == 0 && abilities.contains(Ability.SLOW_DISK) ? new SlowForces(site) : null;
        if (forces != null) {
            settings.put("LD_PRELOAD", forces.library().toString());
            settings.put("SLOW_DISK_FILE", forces.file().toString());
        }
        MovedClock clock = null;
        if (number == of - 1 && abilities.contains(Ability.CLOCK)) {
            WallClock wall = new WallClock(site);
            clock = new MovedClock(wall);
            String before = settings.get("LD_PRELOAD");
            settings.putAll(wall.settings());
            if (before != null) {
                settings.merge("LD_PRELOAD", before, (faked, slowed) -> faked + ":" + slowed);
            }
        }
        var process =
                new GatewayProcess(site, name, feed.address(), "127.0.0.1:" + service.port(), List.of(), settings);
        return new Instance(process, callers.add(process.port(), CONNECTIONS), data, clock, disk, forces);
    }

    /// Of the usual ones, any.
    Instance anyGateway() {
        return gateways.get(random.nextInt(gateways.size()));
    }

    /// SIGKILL under load, and begun again.
    void killAndBegin(Instance gateway) throws IOException, InterruptedException {
        kill(gateway);
        gateway.begin();
    }

    void kill(Instance gateway) throws InterruptedException {
        gatewayKills++;
        gateway.kill();
    }

    void killStore() throws InterruptedException {
        storeKills++;
        store.kill();
    }

    /// Until so many calls more are complete.
    void awaitCalls(long more, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        long wanted = ledger.complete() + more;
        while (ledger.complete() < wanted) {
            if (System.nanoTime() > until) {
                throw new IOException("Only " + (ledger.complete() - wanted + more) + " of " + more
                        + " calls were complete in " + seconds + " s; refused " + callers.refused());
            }
            Thread.sleep(5);
        }
    }

    int gatewayKills() {
        return gatewayKills;
    }

    int storeKills() {
        return storeKills;
    }

    long withoutId() {
        return service.withoutId();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tellers.close();
        callers.close();
        for (Instance gateway : gateways) {
            gateway.process().close();
            if (gateway.disk() != null) {
                gateway.disk().close();
            }
        }
        passage.close();
        store.close();
        feed.close();
        service.close();
        site.close();
    }
}
