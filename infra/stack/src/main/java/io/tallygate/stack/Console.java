package io.tallygate.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// What a person sees: one line a step, written whole, since parts start side by side.
final class Console {
    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    void step(String what, String result, Duration took) {
        say(String.format(Locale.ROOT, "  %-11s %6.1f s  %s", what, took.toMillis() / 1000.0, result));
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
