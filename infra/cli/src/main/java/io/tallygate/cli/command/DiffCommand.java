package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// For programs: every change with its place in the document, and an exit code.
@Command(
        name = "diff",
        description = "Every difference between the document and the tenant. Changes nothing.",
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 3;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private StateFile document;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Printing printing;

    @Option(names = "--exit-code", description = "End with 3 when there is a difference.")
    private boolean exitCode;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode comparison = document.compare(connection);
        printing.printText(comparison, new Changes(printing.colours())::text);
        return exitCode && !Changes.none(comparison) ? DIFFERENT : 0;
    }
}
