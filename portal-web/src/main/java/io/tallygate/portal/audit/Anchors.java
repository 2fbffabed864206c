package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.meter.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The file of anchors, outside of the database: one JSON object a line, first come first. This portal adds each head
/// that it has committed, and each checkpoint that it has signed; records that are cut off the end of a chain are
/// missed here. A line is lost when the machine stops at that moment: an anchor says what a chain had at least.
public final class Anchors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /// @throws IllegalStateException  when the file cannot be made
    public Anchors(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException unusable) {
            throw new IllegalStateException("the audit log's anchors " + file + " cannot be kept", unusable);
        }
    }

    public synchronized void add(List<Anchor> anchors) throws IOException {
        StringBuilder lines = new StringBuilder();
        anchors.forEach(anchor -> lines.append(line(anchor)));
        Files.writeString(file, lines, StandardOpenOption.APPEND);
        if (Files.size(file) > AuditLimits.LARGEST_ANCHORS) {
            shrink();
        }
    }

    /// All anchors of one chain, in the order in which they were added.
    public List<Anchor> of(TenantId chain) throws IOException {
        List<Anchor> found = new ArrayList<>();
        // a chain's lines are picked by their text: most lines are of other chains, and reading JSON takes time
        String wanted = chain.toString();
        read(file, line -> {
            if (line.contains(wanted)) {
                Anchor anchor = anchor(line);
                if (anchor != null && anchor.chain().equals(chain)) {
                    found.add(anchor);
                }
            }
        });
        return found;
    }

    /// Every chain of which an anchor is kept.
    Set<TenantId> chains() throws IOException {
        Set<TenantId> found = new LinkedHashSet<>();
        read(file, line -> {
            Anchor anchor = anchor(line);
            if (anchor != null) {
                found.add(anchor.chain());
            }
        });
        return found;
    }

    private static void read(Path file, Consumer<String> each) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(line);
            }
        }
    }

    /// Keeps the newest anchor of each chain and its newest checkpoint.
    private void shrink() throws IOException {
        record Key(TenantId chain, boolean signed) {}
        Map<Key, Anchor> newest = new LinkedHashMap<>();
        read(file, line -> {
            Anchor anchor = anchor(line);
            if (anchor != null) {
                newest.merge(
                        new Key(anchor.chain(), anchor.signature() != null),
                        anchor,
                        (one, other) -> other.number() >= one.number() ? other : one);
            }
        });
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        StringBuilder lines = new StringBuilder();
        newest.values().forEach(anchor -> lines.append(line(anchor)));
        Files.writeString(fresh, lines);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static String line(Anchor anchor) {
        ObjectNode node = JSON.createObjectNode()
                .put("chain", anchor.chain().toString())
                .put("number", anchor.number())
                .put("at", anchor.at().toString())
                .put("sha256", anchor.sha256());
        if (anchor.signature() != null) {
            node.put("key", anchor.keyId()).put("signature", anchor.signature());
        }
        return node + "\n";
    }

    /// @return  null for a line that was cut short
    static @Nullable Anchor anchor(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            String signature = node.path("signature").asText("");
            return new Anchor(
                    new TenantId(UUID.fromString(node.path("chain").asText())),
                    node.path("number").asLong(),
                    Instant.parse(node.path("at").asText()),
                    node.path("sha256").asText(),
                    signature.isEmpty() ? null : node.path("key").asText(),
                    signature.isEmpty() ? null : signature);
        } catch (IOException | RuntimeException cutShort) {
            return null;
        }
    }
}
