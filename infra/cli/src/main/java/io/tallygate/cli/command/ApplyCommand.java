package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// All of it is done, or nothing.
@Command(
        name = "apply",
        description = "Make the tenant as the document says: all of it, or nothing when any of it is refused.",
        mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private StateFile document;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Printing printing;

    @Option(
            names = "--if-match",
            paramLabel = "ETAG",
            defaultValue = "",
            description = "Only while the tenant's state is still this one (the ETag that dump --etag prints).")
    private String expected = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode applied = document.apply(connection, expected);
        var changes = new Changes(printing.colours());
        printing.printText(applied, answer -> changes.text(answer) + changes.summary(answer, "Applied"));
        return 0;
    }
}
