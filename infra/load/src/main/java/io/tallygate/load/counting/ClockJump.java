package io.tallygate.load.counting;

import io.tallygate.load.counting.CountingScene.Ability;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/// The wall clock of the last gateway jumps, to and fro, by seconds, hours and weeks; now and then the process is
/// killed while it is wrong.
record ClockJump() implements Fault {
    private static final Duration[] JUMPS = {
        Duration.ofHours(3),
        Duration.ofDays(-20),
        Duration.ofSeconds(-90),
        Duration.ofSeconds(-4),
        Duration.ofDays(9),
        Duration.ofMinutes(7),
        Duration.ZERO
    };

    @Override
    public String name() {
        return "clock-jump";
    }

    @Override
    public Set<Ability> needs() {
        return EnumSet.of(Ability.CLOCK);
    }

    @Override
    public void strike(CountingScene scene) throws IOException, InterruptedException {
        Instance gateway = scene.gateways.getLast();
        Objects.requireNonNull(gateway.clock()).jump(JUMPS[scene.random.nextInt(JUMPS.length)]);
        if (scene.random.nextInt(4) == 0) {
            scene.killAndBegin(gateway);
        }
    }
}
