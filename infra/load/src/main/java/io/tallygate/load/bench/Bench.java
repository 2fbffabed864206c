package io.tallygate.load.bench;

import io.tallygate.load.measure.Figures;
import io.tallygate.load.subject.Stack;
import java.io.IOException;

/// Measures one thing on a running stack.
@FunctionalInterface
public interface Bench {
    void run(Stack stack, Figures figures) throws IOException, InterruptedException;
}
