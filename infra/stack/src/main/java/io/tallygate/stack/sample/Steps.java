package io.tallygate.stack.sample;

import java.time.Duration;

/// Where progress is told, a line a step.
@FunctionalInterface
public interface Steps {
    void step(String what, String result, Duration took);
}
