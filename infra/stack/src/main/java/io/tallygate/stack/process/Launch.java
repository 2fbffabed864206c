package io.tallygate.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How one process is started.
/// @param environment  added to the launcher's own, from which everything that begins with `TALLYGATE_` or `KC_` is
/// taken
/// @param log          gets its output, appended; created with its folder
public record Launch(List<String> command, Map<String, String> environment, Path directory, Path log) {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    public Process start() throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(inOwnSession(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> inherited = builder.environment();
        inherited.keySet().removeIf(name -> name.startsWith("TALLYGATE_") || name.startsWith("KC_"));
        inherited.putAll(environment);
        return builder.start();
    }

    /// Ctrl-C in a terminal reaches every process of the foreground group at once, and parts must end in order. So each
    /// gets a session of its own; `setsid` replaces itself by the command, hence the process id is the command's.
    public static List<String> inOwnSession(List<String> command) {
        return SETSID.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(setsid -> {
                    List<String> prefixed = new ArrayList<>(List.of(setsid.toString()));
                    prefixed.addAll(command);
                    return List.copyOf(prefixed);
                })
                .orElse(command);
    }
}
