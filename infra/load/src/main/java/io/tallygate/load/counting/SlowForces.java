package io.tallygate.load.counting;

import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Makes each `fsync`, `fdatasync` and `msync` of one process wait: a small library that `infra/fault` compiles and the
/// process loads first. What a slow or busy disk does to a journal is that forcing takes long; writing goes to memory.
final class SlowForces {
    private final Path file;
    private final Path library;

    /// @throws IOException  when the library is not there
    SlowForces(Site site) throws IOException {
        String built = System.getenv("TALLYGATE_SLOW_DISK");
        if (built == null || !Files.isRegularFile(Path.of(built))) {
            throw new IOException("The library that slows a disk is not there: it needs a C compiler");
        }
        library = Path.of(built);
        file = site.run().resolve("slow-disk");
        set(0);
    }

    static boolean isPossible() {
        String built = System.getenv("TALLYGATE_SLOW_DISK");
        return built != null && Files.isRegularFile(Path.of(built));
    }

    Path library() {
        return library;
    }

    Path file() {
        return file;
    }

    /// @param millis  that each forcing takes from now on
    void set(int millis) throws IOException {
        Path next = file.resolveSibling("slow-disk.next");
        Files.writeString(next, millis + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
