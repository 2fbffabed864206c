package io.tallygate.load.counting;

import io.tallygate.load.counting.Passage.Deed;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// Blocks whose acknowledgement is lost, that arrive in another order, twice, in part, or long after.
final class Deliveries {
    /// Blocks are forgotten by the store after so many others, so that the end of its window comes within a drill.
    private static final int WINDOW = 20;

    private static final String[] TABLES = {"usage_event", "metered_event"};
    private static final int MILLIS = 1_500;

    private Deliveries() {}

    private static Map<Deed, Integer> shares(Deed one, int ofHundred, Deed other, int ofHundredOthers) {
        Map<Deed, Integer> shares = new EnumMap<>(Deed.class);
        shares.put(one, ofHundred);
        shares.put(other, ofHundredOthers);
        return shares;
    }

    private static void during(CountingScene scene, Map<Deed, Integer> shares) throws InterruptedException {
        scene.passage.misbehave(shares);
        Thread.sleep(MILLIS + scene.random.nextInt(MILLIS));
        scene.passage.misbehave(Map.of());
    }

    /// The store commits, and the gateway never learns of it; or half of a block arrives. Now and then the gateway is
    /// killed before it tries again.
    record LostAck() implements Fault {
        @Override
        public String name() {
            return "lost-ack";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            scene.passage.misbehave(shares(Deed.LOSE_ANSWER, 60, Deed.HALF, 20));
            Thread.sleep(MILLIS + scene.random.nextInt(MILLIS));
            if (scene.random.nextInt(3) == 0) {
                scene.killAndBegin(scene.anyGateway());
            }
            scene.passage.misbehave(Map.of());
        }
    }

    /// Acknowledged blocks come again, soon and long after: also when the store has forgotten that it has seen them.
    record Duplicates() implements Fault {
        @Override
        public String name() {
            return "duplicate-blocks";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            scene.store.tell("ALTER TABLE usage_event MODIFY SETTING non_replicated_deduplication_window = " + WINDOW);
            during(scene, shares(Deed.TWICE, 60, Deed.LATE_COPY, 20));
            scene.passage.repeatOldBlocks();
        }
    }

    /// Blocks of one instance overtake those of another, and copies that were thought lost come late.
    record Reorder() implements Fault {
        @Override
        public String name() {
            return "reorder";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            during(scene, shares(Deed.HOLD, 40, Deed.LATE_COPY, 30));
        }
    }

    /// Nothing passes for a while.
    record CutOff() implements Fault {
        @Override
        public String name() {
            return "cut-off";
        }

        @Override
        public void strike(CountingScene scene) throws IOException, InterruptedException {
            scene.passage.closed(true);
            Thread.sleep(MILLIS + scene.random.nextInt(MILLIS));
            scene.passage.closed(false);
        }
    }
}
