package io.tallygate.load.hostile;

import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// More than the gateway can carry. First in work: calls whose answers it compresses, three times as many as saturate
/// its one loop. Then in number: calls of a slow upstream, four times as many at once as are let in.
public final class Overload implements GatewayDrill {
    private static final int SETTLING = 4;
    private static final int SATURATING = 16;
    private static final int MANY = 2_000;
    private static final double GOODPUT = 0.8;
    private static final double P99_MILLIS = 1_500;
    private static final double ADMIN_MILLIS = 1_000;
    private static final int MOST_CALLS = 1_000;
    private static final int TOO_MANY = 4_000;

    /// Heap and buffers as they are bounded, and as much again for the virtual machine itself at most.
    private static final double RESIDENT_MIB = 512 + 256 + 256;

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        try (Besieged besieged = new Besieged(
                        List.of("-XX:ActiveProcessorCount=1"),
                        Map.of("TALLYGATE_MAX_CALLS", Integer.toString(MOST_CALLS)));
                AdminProbe admin = new AdminProbe(besieged.adminPort())) {
            work(form.of(6, 15), besieged, figures);
            number(form.of(6, 15), besieged, figures);
            figures.print("adminLongest", admin.longestMillis(), "ms");
            figures.bound("tallygate", "adminLongest", admin.longestMillis(), ADMIN_MILLIS, "ms");
            figures.print("adminAnswered", admin.answered(), "1");
            figures.print("adminFailed", admin.failed(), "1");
            figures.bound("tallygate", "adminFailed", admin.failed(), 0, "1");
            figures.print("gatewayFaults", besieged.metric("tallygate_failures_total"), "1");
            figures.bound("tallygate", "gatewayFaults", besieged.metric("tallygate_failures_total"), 0, "1");
        }
        figures.printMachine();
    }

    private static void work(int seconds, Besieged besieged, Figures figures) throws IOException, InterruptedException {
        String path = "/api/2/text";
        Offered.run(besieged.port(), path, 0, SATURATING, 0, seconds);
        double before = perSecond(Offered.run(besieged.port(), path, 0, SATURATING, 1, seconds), seconds);
        int offered = (int) (3 * before);
        Offered much = Offered.run(besieged.port(), path, offered, MANY, SETTLING, seconds);
        double after = perSecond(Offered.run(besieged.port(), path, 0, SATURATING, SETTLING, seconds), seconds);
        double peak = (before + after) / 2;
        figures.print("work", "peakPerSecond", peak, "1/s");
        figures.print("work", "offeredPerSecond", offered, "1/s");
        figures.print("work", "goodPerSecond", perSecond(much, seconds), "1/s");
        figures.print("work", "shedPerSecond", (double) much.shed.sum() / seconds, "1/s");
        figures.print("work", "lostGoodput", 1 - perSecond(much, seconds) / peak, "1");
        figures.bound("work", "lostGoodput", 1 - perSecond(much, seconds) / peak, 1 - GOODPUT, "1");
        accepted("work", much, P99_MILLIS, besieged, figures);
        figures.print("work", "shedByLoopTime", besieged.metric(hits("loop-time")), "1");
    }

    private static void number(int seconds, Besieged besieged, Figures figures)
            throws IOException, InterruptedException {
        long recordedBefore = besieged.metric("tallygate_calls_recorded_total");
        Offered many = Offered.run(besieged.port(), "/api/0/late", TOO_MANY / 2, TOO_MANY, SETTLING, seconds);
        figures.print("number", "mostAtOnce", MOST_CALLS, "1");
        figures.print("number", "offeredAtOnce", TOO_MANY, "1");
        figures.print("number", "goodPerSecond", perSecond(many, seconds), "1/s");
        figures.print("number", "shedPerSecond", (double) many.shed.sum() / seconds, "1/s");
        double peak = MOST_CALLS / 2.0; // each takes two seconds
        figures.print("number", "lostGoodput", 1 - perSecond(many, seconds) / peak, "1");
        figures.bound("number", "lostGoodput", 1 - perSecond(many, seconds) / peak, 1 - GOODPUT, "1");
        accepted("number", many, 2_000 + P99_MILLIS, besieged, figures);
        figures.print("number", "shedByCalls", besieged.metric(hits("calls")), "1");
        figures.print("number", "recorded", besieged.metric("tallygate_calls_recorded_total") - recordedBefore, "1");
    }

    private static void accepted(String subject, Offered offered, double most, Besieged besieged, Figures figures) {
        double p99 = offered.taken.percentile(99).toNanos() / 1e6;
        figures.print(subject, "acceptedP50", offered.taken.percentile(50).toNanos() / 1e6, "ms");
        figures.print(subject, "acceptedP99", p99, "ms");
        figures.bound(subject, "acceptedP99", p99, most, "ms");
        figures.print(subject, "failed", offered.failed.sum(), "1");
        figures.bound(subject, "failed", offered.failed.sum(), 0, "1");
        double resident = besieged.gateway().tree().memory().residentMiB();
        figures.print(subject, "residentMiB", resident, "MiB");
        figures.bound(subject, "residentMiB", resident, RESIDENT_MIB, "MiB");
        if (offered.failed.sum() > 0) {
            System.err.println(subject + ": " + offered.failures);
        }
    }

    private static double perSecond(Offered offered, int seconds) {
        return (double) offered.taken.count() / seconds;
    }

    private static String hits(String limit) {
        return "tallygate_limit_hits_total{limit=\"" + limit + "\"}";
    }
}
