package io.tallygate.cli.command;

import io.tallygate.cli.Surroundings;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Made from the commands themselves, so it cannot fall behind them.
@Command(
        name = "completion",
        description = "A script that completes commands and options in your shell.",
        footer = {"", "bash, zsh: source <(tallygate completion bash)", "fish:      tallygate completion fish | source"
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    /// Shells that are known.
    public enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings around;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Shell shell;

    public CompletionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        around.out()
                .print(
                        switch (shell) {
                            // the script loads bash's completion into zsh by itself
                            case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
                            case FISH -> FishCompletion.of(root);
                        });
        around.out().flush();
        return 0;
    }
}
