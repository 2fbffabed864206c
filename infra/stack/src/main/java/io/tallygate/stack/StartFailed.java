package io.tallygate.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A step of the start that did not work: which, why, and where to read more.
final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LAST_LINES = 8;
    private static final int LONGEST_LINE = 300;

    StartFailed(String step, String why, Path log) {
        super("%s: %s%n  log: %s%s".formatted(step, why, log, lastLines(log)));
    }

    StartFailed(String message) {
        super(message);
    }

    /// The last lines, without the frames of stack traces: those hide what was said above them.
    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. \\d).*"))
                    .map(line -> "  | " + line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                    .toList();
            return System.lineSeparator()
                    + String.join(
                            System.lineSeparator(),
                            lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException nothingWritten) {
            return "";
        }
    }
}
