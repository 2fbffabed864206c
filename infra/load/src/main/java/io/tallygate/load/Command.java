package io.tallygate.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed: `[NAME] --stack FILE`.
record Command(Optional<String> name, Path stackFile) {
    static Command parse(String[] arguments) {
        Optional<String> name = Optional.empty();
        Path stackFile = Path.of(".tallygate", "stack.json");
        var rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--stack") && rest.hasNext()) {
                stackFile = Path.of(rest.next());
            } else if (!argument.startsWith("-") && name.isEmpty()) {
                name = Optional.of(argument);
            } else {
                throw new IllegalArgumentException("Unknown argument: " + argument);
            }
        }
        return new Command(name, stackFile);
    }

    static void list(Map<String, String> names) {
        names.forEach((name, about) -> System.out.printf("%-18s %s%n", name, about));
    }
}
