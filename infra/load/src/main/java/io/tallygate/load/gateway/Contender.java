package io.tallygate.load.gateway;

import io.tallygate.load.generator.Load;
import io.tallygate.load.machine.CpuTime;
import io.tallygate.load.machine.JavaHeap;
import io.tallygate.load.machine.Machine;
import io.tallygate.load.machine.ProcessTree;
import io.tallygate.load.peer.RunningSubject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A subject, or the upstream itself (`direct`), with what its rounds came to.
final class Contender {
    static final String DIRECT = "direct";

    private final String name;
    private final int port;
    private final @Nullable RunningSubject running;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Load> paced = new ArrayList<>();

    /// One load of this subject. The processor time is of the subject's processes alone.
    /// @param allocated  bytes of heap; 0 when it has none
    /// @param others     share of the machine that neither subject, upstream nor generator took, in percent
    record Round(Load load, CpuTime cpu, long allocated, double others) {
        double cpuMicrosPerCall() {
            return cpu.micros() / load.calls();
        }

        double userCpuMicrosPerCall() {
            return cpu.userMicros() / load.calls();
        }

        double heapBytesPerCall() {
            return (double) allocated / load.calls();
        }
    }

    @FunctionalInterface
    interface Generated {
        Load run(int port) throws IOException, InterruptedException;
    }

    private Contender(String name, int port, @Nullable RunningSubject running) {
        this.name = name;
        this.port = port;
        this.running = running;
    }

    static Contender direct(RunningSubject upstream) {
        return new Contender(DIRECT, upstream.port(), null);
    }

    static Contender of(RunningSubject running) {
        return new Contender(running.subject().name(), running.port(), running);
    }

    /// One that was measured before.
    static Contender measured(String name, List<Round> rounds, List<Load> paced) {
        Contender contender = new Contender(name, 0, null);
        contender.rounds.addAll(rounds);
        contender.paced.addAll(paced);
        return contender;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    @Nullable
    RunningSubject running() {
        return running;
    }

    boolean isJava() {
        return running != null && running.subject().isJava();
    }

    /// As fast as it goes, once.
    void saturate(Generated generated, ProcessTree upstream) throws IOException, InterruptedException {
        long allocatedBefore = allocated();
        CpuTime before = cpu();
        CpuTime knownBefore = before.plus(upstream.cpu()).plus(Machine.ours());
        Machine.Ticks machineBefore = Machine.ticks();
        Load load = generated.run(port).flawless(name);
        CpuTime after = cpu();
        CpuTime known = after.plus(upstream.cpu()).plus(Machine.ours()).minus(knownBefore);
        Machine.Ticks machine = Machine.ticks().minus(machineBefore);
        double others = 100.0 * (machine.busy() - known.user() - known.system()) / Math.max(1, machine.all());
        rounds.add(new Round(load, after.minus(before), allocated() - allocatedBefore, others));
    }

    void pace(Generated generated) throws IOException, InterruptedException {
        paced.add(generated.run(port).flawless(name));
    }

    private CpuTime cpu() {
        return running == null ? CpuTime.NONE : running.tree().cpu();
    }

    private long allocated() throws IOException, InterruptedException {
        return isJava() && running != null ? new JavaHeap(running.pid()).allocated() : 0;
    }

    double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream().mapToDouble(figure));
    }

    boolean wasPaced() {
        return !paced.isEmpty();
    }

    double pacedMedian(ToDoubleFunction<Load> figure) {
        return Median.of(paced.stream().mapToDouble(figure));
    }
}
