package io.tallygate.stack.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of one installation, a small file each. Written when a process starts, deleted when it was seen to
/// end, so what is left after a launcher was killed is exactly what the next one has to look for.
public final class ProcessRecords {
    private static final String SUFFIX = ".json";

    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;

    public ProcessRecords(Path directory) {
        this.directory = directory;
    }

    public void write(ProcessRecord record) {
        ObjectNode node = json.createObjectNode()
                .put("part", record.part())
                .put("pid", record.pid())
                .put("startedAt", record.startedAt().toString());
        AtomicFile.write(file(record.part()), node.toPrettyString());
    }

    public void delete(String part) {
        try {
            Files.deleteIfExists(file(part));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public Optional<ProcessRecord> find(String part) {
        return read(file(part));
    }

    /// Those whose process still runs.
    public List<ProcessRecord> running() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .flatMap(file -> read(file).stream())
                    .filter(record -> record.running().isPresent())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path file(String part) {
        return directory.resolve(part + SUFFIX);
    }

    /// A file that cannot be read tells nothing, and must not keep a stack from starting or stopping.
    private Optional<ProcessRecord> read(Path file) {
        try {
            JsonNode node = json.readTree(file.toFile());
            return Optional.of(new ProcessRecord(
                    node.path("part").asText(),
                    node.path("pid").asLong(),
                    Instant.parse(node.path("startedAt").asText())));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
