package io.tallygate.stack;

import io.tallygate.stack.part.Ports;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the command line asked for.
/// @param root    the repository
/// @param data    where this installation's data, logs and `stack.json` lie
/// @param detach  return when all is ready instead of staying in the foreground
/// @param sample  load sample data when the installation has none
/// @param without parts to leave out of a start, by name
/// @param part    one part to start or stop; empty: all
public record Settings(
        Path root,
        Path data,
        int portOffset,
        boolean detach,
        boolean sample,
        Set<String> without,
        Optional<String> part) {
    public static final String USAGE = """
        infra/up [--detach] [--data DIR] [--port-offset N] [--empty] [--no-build]   start; with sample data unless --empty
        infra/up --part NAME [--data DIR]       start one part again that was stopped alone
        infra/down [--data DIR] [--part NAME]   stop all, or one part (its supervisor then leaves it alone)
        infra/status [--data DIR]               what runs, where, since when, how healthy
        """;

    /// Ports reach 9443, and must stay below 65536.
    private static final int MAX_OFFSET = 56_000;

    /// @param arguments  those after the command
    /// @throws IllegalArgumentException  with a sentence for the person who typed them
    public static Settings parse(Path root, List<String> arguments) {
        Path data = root.resolve(".tallygate");
        int offset = 0;
        boolean detach = false;
        boolean sample = true;
        Set<String> without = Set.of();
        Optional<String> part = Optional.empty();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--detach" -> detach = true;
                case "--empty" -> sample = false;
                case "--data" -> data = Path.of(valueOf(argument, rest));
                case "--without" ->
                    without = Set.copyOf(List.of(valueOf(argument, rest).split(",")));
                case "--part" -> part = Optional.of(valueOf(argument, rest));
                case "--port-offset" -> offset = offset(valueOf(argument, rest));
                case "--help" ->
                    throw new IllegalArgumentException(
                            "The parts: postgres keycloak clickhouse upstreams mail portal gateway");
                default -> throw new IllegalArgumentException("Unknown option: " + argument);
            }
        }
        return new Settings(root, data.toAbsolutePath().normalize(), offset, detach, sample, without, part);
    }

    Settings withPortOffset(int offset) {
        return new Settings(root, data, offset, detach, sample, without, part);
    }

    public Ports ports() {
        return new Ports(portOffset);
    }

    public Path logs() {
        return data.resolve("logs");
    }

    public Path run() {
        return data.resolve("run");
    }

    public Path stackFile() {
        return data.resolve("stack.json");
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int offset(String text) {
        int offset;
        try {
            offset = Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--port-offset needs a whole number, not " + text, notANumber);
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("--port-offset must lie between 0 and " + MAX_OFFSET);
        }
        return offset;
    }
}
