package io.tallygate.load.life;

import io.tallygate.load.measure.Figures;
import java.io.IOException;

/// Changes or breaks something around gateways of its own, and says what became of the calls.
@FunctionalInterface
public interface GatewayDrill {
    void run(Form form, Figures figures) throws IOException, InterruptedException;
}
