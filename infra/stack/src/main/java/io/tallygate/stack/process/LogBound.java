package io.tallygate.stack.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// Keeps a folder of logs small. Processes append to their files, so a file can be copied aside and emptied under them;
/// what is written between the two is lost, and a log may lose a line.
public final class LogBound {
    /// A log past this is moved to its `.1`; so a part's logs take at most twice as much.
    public static final long MAX_BYTES = 16L << 20;

    private LogBound() {}

    public static void apply(Path directory, long maxBytes) throws IOException {
        try (Stream<Path> logs = Files.list(directory)) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                if (Files.size(log) > maxBytes) {
                    Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                        channel.truncate(0);
                    }
                }
            }
        }
    }
}
