package io.tallygate.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The profiles of one person: one file that nobody else can read, replaced as a whole. Tokens lie in it, so it is
/// refused when others could read it.
public final class Profiles {
    public static final String USUAL = "default";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    public Profiles(Path directory) {
        this.file = directory.resolve("profiles.json");
    }

    public Path file() {
        return file;
    }

    public Optional<Profile> find(String name) throws IOException {
        JsonNode found = read().path(name);
        return found.isObject()
                ? Optional.of(new Profile(
                        found.path("url").asText(),
                        found.path("token").asText(),
                        found.path("tenant").asText(),
                        signIn(found)))
                : Optional.empty();
    }

    private static @Nullable SignIn signIn(JsonNode profile) {
        JsonNode found = profile.path("signIn");
        return found.isObject()
                ? new SignIn(
                        found.path("issuer").asText(),
                        profile.path("token").asText(),
                        found.path("refresh").asText(),
                        Instant.parse(found.path("accessUntil").asText()))
                : null;
    }

    /// Work that changes a profile, while no other run does.
    public interface Work {
        String done() throws IOException;
    }

    public String alone(Work work) throws IOException {
        Path lock = file.resolveSibling("profiles.lock");
        try (FileChannel channel = FileChannel.open(
                        lock,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER));
                FileLock held = channel.lock()) {
            return held.isValid() ? work.done() : "";
        }
    }

    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        read().fieldNames().forEachRemaining(names::add);
        return names;
    }

    public void keep(String name, Profile profile) throws IOException {
        ObjectNode all = read();
        ObjectNode kept = all.putObject(name)
                .put("url", profile.url())
                .put("token", profile.token())
                .put("tenant", profile.tenant());
        SignIn signIn = profile.signIn();
        if (signIn != null) {
            kept.putObject("signIn")
                    .put("issuer", signIn.issuer())
                    .put("refresh", signIn.refresh())
                    .put("accessUntil", signIn.accessUntil().toString());
        }
        write(all);
    }

    /// @return false when there is no such profile
    public boolean forget(String name) throws IOException {
        ObjectNode all = read();
        if (all.remove(name) == null) {
            return false;
        }
        write(all);
        return true;
    }

    private ObjectNode read() throws IOException {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        if (!Files.getPosixFilePermissions(file).equals(OWNER)) {
            throw new IOException("Others may read " + file + ", and tokens lie in it: chmod 600 it.");
        }
        if (JSON.readTree(file.toFile()) instanceof ObjectNode all) {
            return all;
        }
        throw new IOException(file + " is not what login wrote.");
    }

    private void write(ObjectNode all) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path next = Files.createTempFile(
                file.getParent(), "profiles", ".json", PosixFilePermissions.asFileAttribute(OWNER));
        Files.writeString(next, all.toPrettyString() + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
