package io.tallygate.gateway.observe.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where lines end: a file that becomes `NAME.1` when it is full, `NAME.1` becoming `NAME.2` before that, or standard
/// output. Of one thread.
final class LogFile implements AutoCloseable {
    private final @Nullable Path file;
    private final long maxBytes;
    private final int kept;
    private @Nullable WritableByteChannel channel;
    private long size;

    LogFile(AccessLogSettings settings) {
        file = settings.file();
        maxBytes = settings.maxBytes();
        kept = settings.kept();
    }

    /// @param coming  octets of whole lines that are written next
    void roomFor(int coming) throws IOException {
        if (file != null && channel != null && size > 0 && size + coming > maxBytes) {
            close();
            rotate(file);
        }
        if (channel == null) {
            channel = file == null ? standardOutput() : open(file);
        }
    }

    void write(ByteBuffer octets) throws IOException {
        WritableByteChannel open = channel;
        if (open == null) {
            throw new IOException("not open");
        }
        size += octets.remaining();
        while (octets.hasRemaining()) {
            open.write(octets);
        }
    }

    private static WritableByteChannel standardOutput() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    private FileChannel open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel open = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        size = open.size();
        return open;
    }

    private void rotate(Path path) throws IOException {
        for (int number = kept - 1; number >= 1; number--) {
            Path from = numbered(path, number);
            if (Files.exists(from)) {
                Files.move(from, numbered(path, number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (kept == 0) {
            Files.deleteIfExists(path);
        } else {
            Files.move(path, numbered(path, 1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path numbered(Path path, int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /// The next line opens it again; standard output stays open.
    @Override
    public void close() throws IOException {
        WritableByteChannel open = channel;
        channel = null;
        size = 0;
        if (open != null && file != null) {
            open.close();
        }
    }
}
