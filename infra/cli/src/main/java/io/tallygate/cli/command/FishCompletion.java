package io.tallygate.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// `complete` lines of fish: commands where none was typed yet, options of the command that was.
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine root) {
        var text = new StringBuilder();
        String name = root.getCommandName();
        text.append("complete -c ").append(name).append(" -f\n");
        for (CommandLine command : root.getSubcommands().values()) {
            line(text, name, "__fish_use_subcommand", command);
            options(text, name, "__fish_seen_subcommand_from " + command.getCommandName(), command);
            String inner = "__fish_seen_subcommand_from " + command.getCommandName()
                    + "; and not __fish_seen_subcommand_from "
                    + String.join(" ", command.getSubcommands().keySet());
            for (CommandLine nested : command.getSubcommands().values()) {
                line(text, name, inner, nested);
                options(
                        text,
                        name,
                        "__fish_seen_subcommand_from " + command.getCommandName() + "; and __fish_seen_subcommand_from "
                                + nested.getCommandName(),
                        nested);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String root, String when, CommandLine command) {
        text.append("complete -c %s -n '%s' -a %s -d '%s'%n"
                .formatted(
                        root,
                        when,
                        command.getCommandName(),
                        about(command.getCommandSpec().usageMessage().description())));
    }

    private static void options(StringBuilder text, String root, String when, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            var line = new StringBuilder("complete -c %s -n '%s'".formatted(root, when));
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
            }
            if (option.arity().max() > 0) {
                line.append(" -r");
                if (option.completionCandidates() != null) {
                    line.append(" -a '");
                    option.completionCandidates()
                            .forEach(candidate -> line.append(candidate).append(' '));
                    line.append('\'');
                }
            }
            text.append(line)
                    .append(" -d '")
                    .append(about(option.description()))
                    .append("'\n");
        }
    }

    private static String about(String[] description) {
        return description.length == 0 ? "" : description[0].replace("'", "\\'").replaceAll("\\$\\{[^}]*}; ?", "");
    }
}
