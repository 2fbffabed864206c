package io.tallygate.load.life;

import io.tallygate.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/// A wall clock for one process that can be set while it runs, by libfaketime; the monotonic one goes on as it is.
public final class WallClock {
    private static final long NOTICED_MILLIS = 2_500;

    private final Path file;
    private final Path library;

    /// @throws IOException  when the library is not there
    public WallClock(Site site) throws IOException {
        String fetched = System.getenv("TALLYGATE_FAKETIME");
        if (fetched == null || !Files.isRegularFile(Path.of(fetched))) {
            throw new IOException("libfaketime is not there: infra/fault limits fetches it");
        }
        library = Path.of(fetched);
        file = site.run().resolve("wall-clock");
        Files.writeString(file, "+0\n");
    }

    /// For the process whose clock it is.
    public Map<String, String> settings() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }

    /// Returns when the process goes by it. The year stays the same, in which a quota of the year counts: a jump that
    /// would leave it goes the other way.
    /// @return  by how much it is wrong now
    public Duration jump(Duration by) throws IOException, InterruptedException {
        Instant now = Instant.now();
        int year = now.atZone(ZoneOffset.UTC).getYear();
        boolean stays = now.plus(by).atZone(ZoneOffset.UTC).getYear() == year;
        long seconds = stays ? by.toSeconds() : -by.toSeconds();
        Path next = file.resolveSibling("wall-clock.next");
        Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(NOTICED_MILLIS);
        return Duration.ofSeconds(seconds);
    }
}
