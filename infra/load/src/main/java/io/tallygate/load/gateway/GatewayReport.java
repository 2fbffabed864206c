package io.tallygate.load.gateway;

import io.tallygate.load.generator.Load;
import io.tallygate.load.machine.MemoryUse;
import io.tallygate.load.measure.Figures;
import io.tallygate.load.peer.RunningSubject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Medians over the rounds, ratios of medians, and what the product promises of them. Figures for answers of 64 KiB end
/// with `64k`.
final class GatewayReport {
    private static final String OWN = "tallygate";
    private static final String LUA = "nginx-lua";
    private static final String HAPROXY = "haproxy-duties";

    private static final double TO_BETTER_WITH_DUTIES = 0.65;
    private static final double TO_BARE_NGINX = 1.25;
    private static final double TO_LUA_64K = 0.90;
    private static final double USER_MICROS = 4;
    private static final double HEAP_BYTES = 200;

    private final Body body;
    private final List<Contender> contenders;
    private final Figures figures;

    GatewayReport(Body body, List<Contender> contenders, Figures figures) {
        this.body = body;
        this.contenders = contenders;
        this.figures = figures;
    }

    void saturated() {
        contenders.forEach(this::saturated);
        own().ifPresent(own -> {
            for (Contender peer : peers()) {
                figures.print(pair(peer.name()), "ratioCpuMicrosPerCall" + body.suffix, cpu(own) / cpu(peer), "1");
            }
            promises(own);
        });
    }

    private void saturated(Contender contender) {
        print(contender, "callsPerSecond", round -> round.load().perSecond(), "1/s");
        print(contender, "p50Micros", round -> round.load().p50(), "µs");
        print(contender, "p99Micros", round -> round.load().p99(), "µs");
        print(contender, "p999Micros", round -> round.load().p999(), "µs");
        print(contender, "othersCpuPercent", Contender.Round::others, "%");
        RunningSubject running = contender.running();
        if (running == null) {
            return;
        }
        print(contender, "cpuMicrosPerCall", Contender.Round::cpuMicrosPerCall, "µs");
        print(contender, "userCpuMicrosPerCall", Contender.Round::userCpuMicrosPerCall, "µs");
        if (contender.isJava()) {
            print(contender, "heapBytesPerCall", Contender.Round::heapBytesPerCall, "B");
        }
        MemoryUse memory = running.tree().memory();
        figures.print(contender.name(), "rssMiB" + body.suffix, memory.residentMiB(), "MiB");
        figures.print(contender.name(), "pssMiB" + body.suffix, memory.proportionalMiB(), "MiB");
    }

    private void promises(Contender own) {
        if (body == Body.SIXTY_FOUR_KIB) {
            find(LUA).ifPresent(lua -> bound(LUA, "ratioCpuMicrosPerCall64k", cpu(own) / cpu(lua), TO_LUA_64K));
            return;
        }
        OptionalDouble better = Stream.of(find(HAPROXY), find(LUA))
                .flatMap(Optional::stream)
                .mapToDouble(GatewayReport::cpu)
                .min();
        if (better.isPresent()) {
            double ratio = cpu(own) / better.getAsDouble();
            figures.print(pair("better-with-duties"), "ratioCpuMicrosPerCall", ratio, "1");
            bound("better-with-duties", "ratioCpuMicrosPerCall", ratio, TO_BETTER_WITH_DUTIES);
        }
        find("nginx").ifPresent(bare -> bound("nginx", "ratioCpuMicrosPerCall", cpu(own) / cpu(bare), TO_BARE_NGINX));
        figures.bound(
                OWN, "userCpuMicrosPerCall", own.median(Contender.Round::userCpuMicrosPerCall), USER_MICROS, "µs");
        figures.bound(OWN, "heapBytesPerCall", own.median(Contender.Round::heapBytesPerCall), HEAP_BYTES, "B");
    }

    /// What each adds to the upstream's own latency at the common rate.
    void paced() {
        Contender direct = find(Contender.DIRECT).orElseThrow();
        List<Contender> paced = contenders.stream()
                .filter(contender -> contender.wasPaced() && contender != direct)
                .toList();
        for (Contender contender : paced) {
            figures.print(contender.name(), "pacedCallsPerSecond", contender.pacedMedian(Load::perSecond), "1/s");
            figures.print(contender.name(), "addedP50Micros", added(contender, direct, Load::p50), "µs");
            figures.print(contender.name(), "addedP99Micros", added(contender, direct, Load::p99), "µs");
        }
        own().filter(Contender::wasPaced).ifPresent(own -> {
            for (Contender peer : paced) {
                if (peer != own) {
                    ratioOfAdded(own, peer, direct, "ratioAddedP50Micros", Load::p50);
                    ratioOfAdded(own, peer, direct, "ratioAddedP99Micros", Load::p99);
                }
            }
        });
    }

    private void ratioOfAdded(
            Contender own, Contender peer, Contender direct, String figure, ToDoubleFunction<Load> latency) {
        double addedByPeer = added(peer, direct, latency);
        if (addedByPeer <= 0) {
            System.err.println(
                    peer.name() + " was quicker than the upstream itself: the machine is too busy for " + figure);
            return;
        }
        double ratio = added(own, direct, latency) / addedByPeer;
        figures.print(pair(peer.name()), figure, ratio, "1");
        if (peer.name().equals(LUA)) {
            bound(LUA, figure, ratio, 1);
        }
    }

    private static double added(Contender contender, Contender direct, ToDoubleFunction<Load> latency) {
        return contender.pacedMedian(latency) - direct.pacedMedian(latency);
    }

    private void print(Contender contender, String figure, ToDoubleFunction<Contender.Round> value, String unit) {
        figures.print(contender.name(), figure + body.suffix, contender.median(value), unit);
    }

    private void bound(String peer, String figure, double value, double most) {
        figures.bound(pair(peer), figure, value, most, "1");
    }

    private static String pair(String peer) {
        return OWN + "/" + peer;
    }

    private static double cpu(Contender contender) {
        return contender.median(Contender.Round::cpuMicrosPerCall);
    }

    private Optional<Contender> own() {
        return find(OWN);
    }

    private Optional<Contender> find(String name) {
        return GatewayBench.find(contenders, name);
    }

    private List<Contender> peers() {
        return contenders.stream()
                .filter(contender ->
                        !contender.name().equals(OWN) && !contender.name().equals(Contender.DIRECT))
                .toList();
    }
}
