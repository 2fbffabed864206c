package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import io.tallygate.cli.output.Colours;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// For a person, before they apply; `diff` is for programs.
@Command(
        name = "plan",
        description = "Say in words what apply would do. Changes nothing.",
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private StateFile document;

    public PlanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var changes = new Changes(new Colours(around.coloured()));
        JsonNode comparison = document.compare(connection);
        around.out().print(changes.text(comparison));
        around.out().print(changes.summary(comparison, "Plan"));
        return 0;
    }
}
