package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest applied configuration on disk, as a snapshot in the feed's own form behind a line with its SHA-256: a
/// gateway starts from it while the portal is down. Replaced as a whole, mode 600; a file that is not whole is not
/// used.
final class LastGoodConfig {
    private static final Logger LOG = LoggerFactory.getLogger(LastGoodConfig.class);
    private static final String FIRST_WORD = "tallygate-gateway-configuration-1 sha256=";
    private static final int FIRST_LINE = FIRST_WORD.length() + 64;

    private final Path file;
    private final String source;

    /// @param source  which group of which portal this is from: another's is not used
    LastGoodConfig(Path file, String source) {
        this.file = file;
        this.source = source.replace('\n', ' ');
    }

    /// @return  null when there is none that can be trusted
    @Nullable
    FeedBatch load() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            LOG.warn("The last good configuration {} is not used: {}", file, e.getMessage());
            return null;
        }
    }

    private FeedBatch read(byte[] all) throws IOException {
        String first = all.length > FIRST_LINE ? new String(all, 0, FIRST_LINE, US_ASCII) : "";
        byte[] content = Arrays.copyOfRange(all, Math.min(all.length, FIRST_LINE + 1), all.length);
        if (!first.equals(FIRST_WORD + HexFormat.of().formatHex(sha256().digest(content)))) {
            throw new IOException("its checksum is wrong");
        }
        FeedLines lines = new FeedLines();
        int from = 0;
        boolean isSource = true;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                byte[] line = Arrays.copyOfRange(content, from, i);
                if (isSource && !new String(line, UTF_8).equals(source)) {
                    throw new IOException("it is of another group or portal");
                }
                FeedBatch batch = isSource ? null : lines.read(line);
                if (batch != null) {
                    return batch;
                }
                isSource = false;
                from = i + 1;
            }
        }
        throw new IOException("it is cut");
    }

    void store(Configuration.Snapshot snapshot) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.position(FIRST_LINE + 1L);
            MessageDigest digest = sha256();
            OutputStream out = new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(channel), digest), 64 << 10);
            write(snapshot, out);
            out.flush();
            String first = FIRST_WORD + HexFormat.of().formatHex(digest.digest()) + "\n";
            channel.write(java.nio.ByteBuffer.wrap(first.getBytes(US_ASCII)), 0);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(Configuration.Snapshot snapshot, OutputStream out) throws IOException {
        line(out, source);
        line(out, "{\"type\":\"begin\",\"mode\":\"snapshot\",\"revision\":" + snapshot.revision() + "}");
        for (byte[] entity : snapshot.lines()) {
            out.write(entity);
            out.write('\n');
        }
        line(out, "{\"type\":\"commit\",\"revision\":" + snapshot.revision() + "}");
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
