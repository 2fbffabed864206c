package io.tallygate.load.counting;

import io.tallygate.load.life.Form;
import io.tallygate.load.life.GatewayDrill;
import io.tallygate.load.measure.Figures;
import java.io.IOException;
import java.util.Objects;

/// All drills of counting in turn, and what they come to together.
public final class EveryDrill implements GatewayDrill {
    private static final int CALLS = 5_000_000;
    private static final int KILLS = 200;

    private final long seed;

    public EveryDrill(long seed) {
        this.seed = seed;
    }

    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        long calls = 0;
        long kills = 0;
        for (String name : CountingDrills.about().keySet()) {
            System.err.println("— " + name);
            CountingDrill drill = Objects.requireNonNull(CountingDrills.named(name, seed, 0));
            drill.run(form, figures);
            calls += drill.calls();
            kills += drill.kills();
        }
        figures.print("callsOfAll", calls, "1");
        figures.print("killsOfAll", kills, "1");
        if (form == Form.FULL) {
            figures.atLeast("tallygate", "callsOfAll", calls, CALLS, "1");
            figures.atLeast("tallygate", "killsOfAll", kills, KILLS, "1");
        }
    }
}
