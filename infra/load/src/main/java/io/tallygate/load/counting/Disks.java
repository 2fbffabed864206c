package io.tallygate.load.counting;

import io.tallygate.load.counting.CountingScene.Ability;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/// A disk that is full, and one that is slow.
final class Disks {
    private static final int PATIENCE_SECONDS = 240;
    private static final int[] SLOW_MILLIS = {50, 200, 800};

    private Disks() {}

    /// The file system of the first gateway has no octet left while the store is away, until its journal is full and
    /// calls are refused. Then there is room again, and the store is back.
    record Full() implements Fault {
        private static final String REFUSAL = "503";
        private static final int REFUSALS = 200;
        private static final int FAST = 50_000;

        @Override
        public String name() {
            return "disk-full";
        }

        @Override
        public Set<Ability> needs() {
            return EnumSet.of(Ability.SMALL_DISK);
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            Instance gateway = scene.gateways.getFirst();
            SmallDisk disk = Objects.requireNonNull(gateway.disk());
            scene.passage.closed(true);
            disk.fill();
            scene.callers.pace(FAST);
            try {
                awaitRefusals(scene, refusals(scene) + REFUSALS);
                if (scene.random.nextBoolean()) {
                    scene.kill(gateway);
                    disk.empty();
                    gateway.begin();
                }
            } finally {
                disk.empty();
                scene.passage.closed(false);
            }
            awaitNoRefusals(scene);
        }

        private static long refusals(CountingScene scene) {
            return scene.callers.refused().entrySet().stream()
                    .filter(each -> each.getKey().startsWith(REFUSAL))
                    .mapToLong(java.util.Map.Entry::getValue)
                    .sum();
        }

        private static void awaitRefusals(CountingScene scene, long wanted) throws IOException, InterruptedException {
            long until = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
            while (refusals(scene) < wanted) {
                if (System.nanoTime() > until) {
                    throw new IOException("No call is refused although the disk is full: " + scene.callers.refused());
                }
                Thread.sleep(20);
            }
        }

        private static void awaitNoRefusals(CountingScene scene) throws IOException, InterruptedException {
            long until = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
            long before = -1;
            for (long now = refusals(scene); now != before; now = refusals(scene)) {
                if (System.nanoTime() > until) {
                    throw new IOException("Calls are refused although there is room again");
                }
                before = now;
                Thread.sleep(500);
            }
        }
    }

    /// Forcing to the disk takes up to a second at the first gateway; now and then it is killed meanwhile.
    record Slow() implements Fault {
        @Override
        public String name() {
            return "slow-disk";
        }

        @Override
        public Set<Ability> needs() {
            return EnumSet.of(Ability.SLOW_DISK);
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            Instance gateway = scene.gateways.getFirst();
            SlowForces forces = Objects.requireNonNull(gateway.forces());
            forces.set(SLOW_MILLIS[scene.random.nextInt(SLOW_MILLIS.length)]);
            try {
                Thread.sleep(2_000);
                if (scene.random.nextInt(3) == 0) {
                    scene.killAndBegin(gateway);
                }
            } finally {
                forces.set(0);
            }
        }
    }
}
