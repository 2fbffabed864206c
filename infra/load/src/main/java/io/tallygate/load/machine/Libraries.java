package io.tallygate.load.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Shared libraries of unpacked packages, as the linker wants to be told of them.
public final class Libraries {
    private Libraries() {}

    /// Each architecture names a folder of its own.
    public static String below(Path packages) throws IOException {
        try (Stream<Path> below = Files.list(packages.resolve("usr/lib"))) {
            return below.filter(each -> each.toString().endsWith("-linux-gnu"))
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }
}
