package io.tallygate.clickhouse.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The part of a result that is not sent yet: in memory, and in a temporary file once it is larger than that allows.
final class HeldBack extends OutputStream {
    static final int IN_MEMORY = 1 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream toFile;

    boolean hasRoomInMemory(long more) {
        return file == null && memory.size() + more <= IN_MEMORY;
    }

    boolean isInMemory() {
        return file == null;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!hasRoomInMemory(length) && toFile == null) {
            Path created = Files.createTempFile("clickhouse-result", null);
            file = created;
            toFile = Files.newOutputStream(created);
            memory.writeTo(toFile);
            memory.reset();
        }
        (toFile == null ? memory : toFile).write(bytes, offset, length);
    }

    void writeTo(OutputStream out) throws IOException {
        if (toFile != null && file != null) {
            toFile.close();
            Files.copy(file, out);
        } else {
            memory.writeTo(out);
        }
    }

    @Override
    public void close() throws IOException {
        if (toFile != null && file != null) {
            toFile.close();
            Files.deleteIfExists(file);
        }
    }
}
