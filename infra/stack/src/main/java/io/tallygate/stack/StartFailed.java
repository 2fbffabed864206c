package io.tallygate.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A step of the start that did not work: which, why, and where to read more.
final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LAST_LINES = 8;

    StartFailed(String step, String why, Path log) {
        super("%s: %s%n  log: %s%s".formatted(step, why, log, lastLines(log)));
    }

    StartFailed(String message) {
        super(message);
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            return System.lineSeparator()
                    + String.join(
                            System.lineSeparator(),
                            lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                                    .map(line -> "  | " + line)
                                    .toList());
        } catch (IOException nothingWritten) {
            return "";
        }
    }
}
