package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the feed has said, on disk as it came, so that a gateway starts from it while the portal is down: no line of it
/// has to stay in memory. One file, mode 600: a line that names where it is from, then batch after batch in the feed's
/// own form, each with a [Seal] that also covers the one before. A snapshot begins a new file.
///
/// Written before a batch goes live, so that a gateway that was killed never comes back with an older configuration
/// than
/// it served. An end that was not sealed is cut off; whatever else is wrong with the file, nothing of it is used. A
/// batch
/// that cannot be written goes live all the same, and the file counts for nothing until the next snapshot.
final class ConfigurationLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationLog.class);
    private static final String FIRST_WORD = "tallygate-gateway-configuration-2 ";
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final String source;
    private final long tidyAt;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private @Nullable FileChannel channel;
    private @Nullable Path writing;
    private Seal seal = new Seal();
    private long sealedAt;
    private long tidiedSize;
    private boolean inBatch;
    private boolean said;

    /// @param source  which group of which portal this is from: another's is not used
    /// @param tidyAt  octets from which on the file is written anew when more than half of it is out of date
    ConfigurationLog(Path file, String source, long tidyAt) {
        this.file = file;
        this.source = source.replace('\n', ' ');
        this.tidyAt = tidyAt;
    }

    // reading --------------------------------------------------------------------------------------------------------

    /// Every batch in its order, once the whole file has been found good.
    void load(FeedLines.EntityParser parser, Consumer<FeedBatch> each) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Walked whole = walk(Long.MAX_VALUE, _ -> {});
            long good = whole.good();
            if (good < Files.size(file)) {
                LOG.info("Cutting an unfinished end off {}", file);
            }
            FeedLines lines = new FeedLines(parser);
            walk(good, line -> {
                FeedBatch batch = lines.read(line);
                if (batch != null) {
                    each.accept(batch);
                }
            });
            open(file, false);
            channel().truncate(good);
            channel().position(good);
            seal = whole.seal();
            sealedAt = good;
            tidiedSize = good;
        } catch (IOException e) {
            LOG.warn("The last good configuration {} is not used: {}", file, e.getMessage());
            closeQuietly();
        }
    }

    private interface LineReader {
        void read(byte[] line) throws IOException;
    }

    /// @param good  octets up to the last seal
    private record Walked(long good, Seal seal) {}

    /// @param end  octets to look at
    private Walked walk(long end, LineReader each) throws IOException {
        Seal running = new Seal();
        long good = 0;
        boolean isFirst = true;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            Lines lines = new Lines(in);
            for (byte[] line = lines.next(); line != null && lines.offset() <= end; line = lines.next()) {
                if (isFirst) {
                    if (!new String(line, UTF_8).equals(FIRST_WORD + source)) {
                        throw new IOException("it is of another group or portal, or of another version");
                    }
                    isFirst = false;
                    running.cover(line);
                } else if (Seal.isSeal(line)) {
                    if (!running.seals(line)) {
                        throw new IOException("a checksum is wrong");
                    }
                    good = lines.offset();
                } else {
                    running.cover(line);
                    each.read(line);
                }
            }
        }
        if (good == 0) {
            throw new IOException("it is cut");
        }
        return new Walked(good, running.uncovered());
    }

    // writing --------------------------------------------------------------------------------------------------------

    /// A batch begins.
    /// @param snapshot  what was known before does not count any more
    void begin(byte[] line, boolean snapshot) {
        write(() -> {
            if (snapshot) {
                closeQuietly();
                Path fresh = file.resolveSibling(file.getFileName() + ".new");
                open(fresh, true);
                seal = new Seal();
                sealedAt = 0;
                append((FIRST_WORD + source).getBytes(UTF_8));
            }
            inBatch = channel != null;
            append(line);
        });
    }

    /// A line of the batch.
    void change(byte[] line) {
        write(() -> append(line));
    }

    /// The batch is complete, and on disk as far as a killed process goes when this returns.
    void commit(byte[] line) {
        if (channel == null) {
            return;
        }
        write(() -> finish(line));
    }

    /// The batch broke off.
    void abandon() {
        if (inBatch) {
            inBatch = false;
            write(() -> {
                buffer.clear();
                channel().truncate(sealedAt);
                channel().position(sealedAt);
                seal = seal.uncovered();
            });
        }
    }

    /// Whether what is served could be had from the file again.
    boolean isWhole() {
        return channel != null;
    }

    /// Writes the file anew without what later lines have overtaken, when that is worth it. Between batches.
    void tidy(long revision) {
        FileChannel old = channel;
        if (old == null || sealedAt < tidyAt || sealedAt < 2 * tidiedSize) {
            return;
        }
        Seal before = seal;
        long end = sealedAt;
        try {
            LatestLines latest = new LatestLines();
            walk(end, latest::note);
            latest.rewind();
            open(file.resolveSibling(file.getFileName() + ".new"), true);
            seal = new Seal();
            append((FIRST_WORD + source).getBytes(UTF_8));
            append(FeedLines.beginOfSnapshot(revision));
            walk(end, line -> {
                if (latest.isLatest(line)) {
                    append(line);
                }
            });
            finish(FeedLines.commitOf(revision));
            old.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be tidied: {}", file, e.getMessage());
            closeQuietly();
            channel = old; // it is as good as before
            writing = file;
            seal = before;
            sealedAt = end;
            tidiedSize = end;
        }
    }

    private void finish(byte[] commit) throws IOException {
        append(commit);
        putRaw(seal.close());
        drain();
        inBatch = false;
        sealedAt = channel().position();
        Path fresh = writing;
        if (fresh != null && !fresh.equals(file)) {
            channel().force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            writing = file;
            tidiedSize = sealedAt;
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            if (!said) {
                LOG.warn("The configuration cannot be kept on disk in {}: {}", file, e.getMessage());
            }
            said = true;
            closeQuietly();
            spoil();
        }
    }

    /// A file that lags behind what is served would take a gateway back to it.
    private void spoil() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} is out of date and cannot be removed: {}", file, e.getMessage());
        }
    }

    private void append(byte[] line) throws IOException {
        if (channel != null) { // else there is nothing to build on before the next snapshot
            seal.cover(line);
            putRaw(line);
        }
    }

    private void putRaw(byte[] line) throws IOException {
        if (buffer.remaining() <= line.length) {
            drain();
        }
        if (line.length >= buffer.capacity()) {
            for (ByteBuffer whole = ByteBuffer.wrap(line); whole.hasRemaining(); ) {
                channel().write(whole);
            }
        } else {
            buffer.put(line);
        }
        buffer.put((byte) '\n');
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel().write(buffer);
        }
        buffer.clear();
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("there is no whole configuration to build on");
        }
        return open;
    }

    private void open(Path path, boolean fresh) throws IOException {
        if (fresh) {
            Files.deleteIfExists(path);
        }
        channel = FileChannel.open(
                path,
                fresh
                        ? Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        : Set.of(StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        writing = path;
        buffer.clear();
    }

    private void closeQuietly() {
        FileChannel open = channel;
        channel = null;
        writing = null;
        inBatch = false;
        buffer.clear();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("closing {}", file, e);
            }
        }
    }

    @Override
    public void close() {
        abandon();
        closeQuietly();
    }
}
