package io.tallygate.load.counting;

import java.io.IOException;
import java.util.List;

/// SIGKILL for the gateways and for ClickHouse's engine, at moments that nobody chose.
final class Kills {
    private static final int MOST_WAIT_MILLIS = 300;
    private static final int MOST_AWAY_MILLIS = 1_500;

    private Kills() {}

    /// One of the gateways, now and then all at once, now and then before it is ready again.
    record Gateway() implements Fault {
        @Override
        public String name() {
            return "kill-gateway";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            Thread.sleep(scene.random.nextInt(MOST_WAIT_MILLIS));
            int dice = scene.random.nextInt(8);
            List<Instance> victims = dice == 0 ? scene.gateways : List.of(scene.anyGateway());
            for (Instance victim : victims) {
                scene.kill(victim);
            }
            if (dice == 1) { // while it begins: recovery itself is cut
                victims.getFirst().process().start();
                Thread.sleep(200 + scene.random.nextInt(600));
                scene.kill(victims.getFirst());
            }
            for (Instance victim : victims) {
                victim.process().start();
            }
            for (Instance victim : victims) {
                victim.process().awaitReady();
                victim.callers().back();
            }
        }
    }

    /// ClickHouse's engine, and now and then a gateway with it.
    record ClickHouse() implements Fault {
        @Override
        public String name() {
            return "kill-clickhouse";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            Thread.sleep(scene.random.nextInt(MOST_WAIT_MILLIS));
            scene.killStore();
            boolean withGateway = scene.random.nextInt(6) == 0;
            Instance gateway = scene.anyGateway();
            if (withGateway) {
                scene.kill(gateway);
            }
            Thread.sleep(scene.random.nextInt(MOST_AWAY_MILLIS));
            scene.store.start().awaitReady();
            if (withGateway) {
                gateway.begin();
            }
        }
    }

    /// ClickHouse is stopped while as many calls are made as an hour brings, or fewer; a gateway is killed over its
    /// backlog. Ends when all of it is stored.
    /// @param calls  while it is away
    record Outage(int calls) implements Fault {
        private static final int PATIENCE_SECONDS = 540;
        private static final int FAST = 50_000;

        @Override
        public String name() {
            return "clickhouse-outage";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            scene.store.stop();
            scene.callers.pace(FAST);
            scene.awaitCalls(calls / 2, PATIENCE_SECONDS);
            scene.killAndBegin(scene.anyGateway());
            scene.awaitCalls(calls - calls / 2, PATIENCE_SECONDS);
            scene.store.start().awaitReady();
            long backlog = scene.ledger.complete();
            long began = System.nanoTime();
            while (scene.store.number("SELECT count() FROM usage_event") < backlog) {
                if (System.nanoTime() - began > PATIENCE_SECONDS * 1_000_000_000L) {
                    throw new IOException("The backlog of " + backlog + " calls does not arrive");
                }
                Thread.sleep(100);
            }
            System.err.printf(
                    "backlog of %d calls stored in %.1f s, under load%n", calls, (System.nanoTime() - began) / 1e9);
        }
    }
}
