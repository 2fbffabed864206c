package io.tallygate.load.counting;

import io.tallygate.load.counting.CountingDrill.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The drills of counting by name. Their full forms make more than five million calls together and kill more than two
/// hundred processes.
public final class CountingDrills {
    /// As many calls as an hour brings at three hundred a second.
    private static final int AN_HOUR = 1_080_000;

    private static final int FAST = 50_000;
    private static final int MIX_SECONDS = 240;
    private static final int LONGEST_SECONDS = 3_600;

    private CountingDrills() {}

    /// What each is about, in the order in which they run.
    public static Map<String, String> about() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("kill-gateway", "two gateways killed again and again, also both at once and while they begin");
        about.put("kill-clickhouse", "ClickHouse's engine killed again and again, now and then a gateway with it");
        about.put(
                "clickhouse-outage", "ClickHouse away for as many calls as an hour brings, a gateway killed meanwhile");
        about.put("lost-ack", "blocks that are stored and whose acknowledgement is lost, or of which half arrives");
        about.put(
                "duplicate-blocks",
                "acknowledged blocks come again, soon, late, and when the store has forgotten them");
        about.put("reorder", "blocks of several instances overtake each other; copies thought lost come late");
        about.put("torn-tail", "the journal's end cut and scribbled on while the gateway is dead");
        about.put("disk-full", "a file system without an octet left while ClickHouse is away; needs root");
        about.put("clock-jump", "the wall clock of a gateway jumps by seconds, hours and weeks");
        about.put("slow-disk", "each forcing to the disk takes up to a second; needs a C compiler");
        about.put("all", "a random mix of all these for [--minutes N]");
        return about;
    }

    /// @param minutes  after which nothing more is broken; 0: the usual
    public static @Nullable CountingDrill named(String name, long seed, int minutes) {
        int most = minutes == 0 ? LONGEST_SECONDS : minutes * 60;
        Plan plan = switch (name) {
            case "kill-gateway" -> new Plan(List.of(new Kills.Gateway()), 36, 500_000, FAST, 0, most);
            case "kill-clickhouse" -> new Plan(List.of(new Kills.ClickHouse()), 90, 800_000, FAST, 0, most);
            case "clickhouse-outage" ->
                new Plan(List.of(new Kills.Outage(AN_HOUR)), 1, AN_HOUR + 100_000, FAST, 0, most);
            case "lost-ack" -> new Plan(List.of(new Deliveries.LostAck()), 30, 500_000, FAST, 0, most);
            case "duplicate-blocks" -> new Plan(List.of(new Deliveries.Duplicates()), 30, 500_000, FAST, 0, most);
            case "reorder" -> new Plan(List.of(new Deliveries.Reorder()), 40, 500_000, FAST, 0, most);
            case "torn-tail" -> new Plan(List.of(new TornTail()), 30, 400_000, FAST, 0, most);
            case "disk-full" -> new Plan(List.of(new Disks.Full()), 6, 400_000, FAST, 0, most);
            case "clock-jump" -> new Plan(List.of(new ClockJump()), 20, 300_000, FAST, 0, most);
            case "slow-disk" -> new Plan(List.of(new Disks.Slow()), 24, 400_000, FAST, 0, most);
            case "all" ->
                new Plan(
                        List.of(
                                new Kills.Gateway(),
                                new Kills.ClickHouse(),
                                new Deliveries.LostAck(),
                                new Deliveries.Duplicates(),
                                new Deliveries.Reorder(),
                                new Deliveries.CutOff(),
                                new TornTail(),
                                new Disks.Full(),
                                new ClockJump(),
                                new Disks.Slow(),
                                new Kills.Outage(20_000)),
                        11,
                        300_000,
                        FAST,
                        minutes == 0 ? MIX_SECONDS : minutes * 60,
                        most);
            default -> null;
        };
        return plan == null ? null : new CountingDrill(plan, seed);
    }
}
