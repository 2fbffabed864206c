package io.tallygate.load.fault;

import io.tallygate.load.subject.Stack;
import java.io.IOException;

/// Breaks one thing on a running stack and judges what was counted.
@FunctionalInterface
public interface Drill {
    /// @return  whether the product kept its promise
    boolean run(Stack stack) throws IOException, InterruptedException;
}
