package io.tallygate.load.life;

import io.tallygate.load.measure.Figures;
import java.io.IOException;

/// That a limit is a limit: of one instance that is restarted, killed and given other times, and of four that share
/// theirs in a Redis that goes away and comes back empty.
public final class Limits implements GatewayDrill {
    @Override
    public void run(Form form, Figures figures) throws IOException, InterruptedException {
        new LimitsOfOne(form, figures).run();
        new LimitsOfFour(form, figures).run();
        figures.printMachine();
    }

    /// The policy of a route, counted for all that call.
    static String quotaOfTheYear(int units) {
        return "{\"policy\":\"quota\",\"config\":{\"units\":" + units
                + ",\"period\":\"year\",\"by\":\"all\",\"counts\":\"all\"}}";
    }

    static String fixedWindow(int units, int seconds) {
        return "{\"policy\":\"rate-limit\",\"config\":{\"limits\":[{\"units\":" + units + ",\"seconds\":" + seconds
                + ",\"window\":\"fixed\"}],\"by\":\"all\"}}";
    }
}
