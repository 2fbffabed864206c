package io.tallygate.cli;

import io.tallygate.cli.api.Refused;
import io.tallygate.cli.api.Unreachable;
import io.tallygate.cli.command.ApplyCommand;
import io.tallygate.cli.command.CompletionCommand;
import io.tallygate.cli.command.DiffCommand;
import io.tallygate.cli.command.DumpCommand;
import io.tallygate.cli.command.ImportLogCommand;
import io.tallygate.cli.command.InvoicesCommand;
import io.tallygate.cli.command.KeysCommand;
import io.tallygate.cli.command.LoginCommand;
import io.tallygate.cli.command.LogoutCommand;
import io.tallygate.cli.command.LogsCommand;
import io.tallygate.cli.command.PlanCommand;
import io.tallygate.cli.command.UsageCommand;
import io.tallygate.cli.command.WrongUsage;
import io.tallygate.cli.identity.NotSignedIn;
import io.tallygate.cli.output.Colours;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tallygate COMMAND`. Ends with 0 when it was done, 1 when the portal refused it or could not be reached, 2 when it
/// was typed wrongly, 3 when `diff --exit-code` found a difference.
@Command(
        name = "tallygate",
        description = "Everything that a tenant owns, through its control API.",
        mixinStandardHelpOptions = true,
        version = "tallygate 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            PlanCommand.class,
            DiffCommand.class,
            ApplyCommand.class,
            DumpCommand.class,
            KeysCommand.class,
            UsageCommand.class,
            InvoicesCommand.class,
            LogsCommand.class,
            ImportLogCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "TALLYGATE_URL, TALLYGATE_TOKEN and TALLYGATE_TENANT stand in for a profile; TALLYGATE_PROFILE names one.",
            "Ends with 0: done, 1: refused, 2: typed wrongly, 3: diff --exit-code found a difference."
        })
public final class TallygateMain implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        var around = new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.in,
                out,
                err,
                System.console() != null && System.console().isTerminal());
        int code = run(around, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(Surroundings around, String... arguments) {
        var line = new CommandLine(TallygateMain.class, new Commands(around));
        line.setOut(around.out()).setErr(around.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                around.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> say(failure, around));
        return line.execute(arguments);
    }

    private static int say(Exception failure, Surroundings around) throws Exception {
        var colours = new Colours(around.coloured());
        return switch (failure) {
            case Refused refused -> {
                around.err().print(refused.problem().text(colours));
                around.err().flush();
                yield 1;
            }
            case Unreachable away -> said(around, colours, away.getMessage(), 1);
            case NotSignedIn ended -> said(around, colours, String.valueOf(ended.getMessage()), 1);
            case UncheckedIOException broken -> said(around, colours, String.valueOf(broken.getMessage()), 1);
            case WrongUsage wrong -> said(around, colours, wrong.getMessage(), 2);
            case IOException broken -> said(around, colours, String.valueOf(broken.getMessage()), 1);
            default -> throw failure;
        };
    }

    private static int said(Surroundings around, Colours colours, String message, int code) {
        around.err().println(colours.bad("tallygate: ") + message);
        around.err().flush();
        return code;
    }

    /// Without a command there is nothing to do but to say which there are.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
