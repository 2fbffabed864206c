package io.tallygate.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed: `[NAME] [--OPTION VALUE …] --stack FILE`.
/// @param options  by their names without dashes; each command knows its own
record Command(Optional<String> name, Path stackFile, Map<String, String> options) {
    static Command parse(String[] arguments) {
        Optional<String> name = Optional.empty();
        Path stackFile = Path.of(".tallygate", "stack.json");
        Map<String, String> options = new LinkedHashMap<>();
        var rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--stack") && rest.hasNext()) {
                stackFile = Path.of(rest.next());
            } else if (argument.startsWith("--") && rest.hasNext()) {
                options.put(argument.substring(2), rest.next());
            } else if (!argument.startsWith("-") && name.isEmpty()) {
                name = Optional.of(argument);
            } else {
                throw unknown(argument);
            }
        }
        return new Command(name, stackFile, options);
    }

    /// @throws IllegalArgumentException  when one was typed
    Command withoutOptions() {
        if (!options.isEmpty()) {
            throw unknown("--" + options.keySet().iterator().next());
        }
        return this;
    }

    /// @param others  that may be typed as well
    /// @return        empty when it was not typed
    /// @throws IllegalArgumentException  when one was that is neither
    String option(String known, String... others) {
        for (String typed : options.keySet()) {
            if (!typed.equals(known) && !List.of(others).contains(typed)) {
                throw unknown("--" + typed);
            }
        }
        return options.getOrDefault(known, "");
    }

    /// @param otherwise  when it was not typed
    long number(String known, long otherwise, String... others) {
        String typed = option(known, others);
        if (!typed.matches("[0-9]{0,18}")) {
            throw new IllegalArgumentException("--" + known + " is a whole number");
        }
        return typed.isEmpty() ? otherwise : Long.parseLong(typed);
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException("Unknown argument: " + argument);
    }

    static void list(Map<String, String> names) {
        names.forEach((name, about) -> System.out.printf("%-22s %s%n", name, about));
    }
}
