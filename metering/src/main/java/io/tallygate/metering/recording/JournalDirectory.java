package io.tallygate.metering.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The journal's folder, held by one process at a time, and who writes in it: an instance and the number of its
/// start. Both are on the disk before they are used, so that no id is ever given out twice.
///
/// A copy of the folder must not go on under the same name. The name is therefore bound to the lock file's
/// identity in the file system: where that differs, the folder is a copy and takes a new name.
final class JournalDirectory implements AutoCloseable {
    static final int MAX_BOOT = (1 << 20) - 1;

    final Path path;

    /// 48 bits.
    final long instance;

    /// 1 to [#MAX_BOOT].
    final int boot;

    private final FileChannel lockChannel;

    private JournalDirectory(Path path, FileChannel lockChannel, long instance, int boot) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.instance = instance;
        this.boot = boot;
    }

    static JournalDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        Path lock = path.resolve("lock");
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            hold(channel, path);
            Identity identity = Identity.read(path).next(identityOf(lock));
            identity.write(path);
            return new JournalDirectory(path, channel, identity.instance, identity.boot);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void hold(FileChannel channel, Path path) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new UsageJournal.InUse("another process writes the usage journal in " + path);
        }
    }

    String instanceText() {
        return HexFormat.of().toHexDigits(instance, 12);
    }

    List<Path> segmentFiles() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches("segment-\\d{6}\\.usage"))
                    .sorted()
                    .toList();
        }
    }

    /// @return a segment file's name that is not in use
    Path newSegmentFile() {
        for (int n = 1; ; n++) {
            Path file = path.resolve("segment-%06d.usage".formatted(n));
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    /// Makes files that were created or renamed survive a loss of power.
    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }

    private static String identityOf(Path lock) throws IOException {
        return String.valueOf(Files.getAttribute(lock, "unix:ino"));
    }

    /// The file `instance`: name, start and place, in one line.
    private record Identity(long instance, int boot, String place) {
        static Identity read(Path directory) throws IOException {
            Path file = directory.resolve("instance");
            if (!Files.exists(file)) {
                return new Identity(0, 0, "");
            }
            String text = Files.readString(file, US_ASCII);
            String[] parts = text.strip().split(" ");
            try {
                return new Identity(HexFormat.fromHexDigitsToLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + " is not what this journal wrote: " + text.strip(), e);
            }
        }

        Identity next(String actualPlace) {
            boolean goesOn = place.equals(actualPlace) && boot < MAX_BOOT;
            return goesOn ? new Identity(instance, boot + 1, place) : new Identity(newName(), 1, actualPlace);
        }

        private static long newName() {
            return new SecureRandom().nextLong() >>> 16;
        }

        void write(Path directory) throws IOException {
            Path draft = directory.resolve("instance.new");
            byte[] text = "%s %d %s\n"
                    .formatted(HexFormat.of().toHexDigits(instance, 12), boot, place)
                    .getBytes(US_ASCII);
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text));
                channel.force(true);
            }
            Files.move(draft, directory.resolve("instance"), StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(directory);
        }
    }
}
