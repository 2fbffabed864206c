package io.tallygate.portal.frame;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Our static files and those of the WebJars, read once, with a version that is their content's hash.
@ApplicationScoped
public class Assets {
    /// A path that could leave the folders we serve finds nothing.
    private static final String PLAIN = "/(static|webjars)(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+";

    private final ServletContext context;
    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();
    private final Map<String, String> webjars = new ConcurrentHashMap<>();
    private @Nullable String version;

    @SuppressWarnings("NullAway.Init")
    protected Assets() {
        this(null);
    }

    @Inject
    @SuppressWarnings("NullAway")
    public Assets(@Nullable ServletContext context) {
        this.context = context;
    }

    /// @param path  begins with `/static/` or `/webjars/`
    Optional<byte[]> file(String path) {
        if (!path.matches(PLAIN)) {
            return Optional.empty();
        }
        Optional<byte[]> known = files.get(path);
        if (known == null) {
            known = read(path);
            if (known.isPresent()) {
                files.put(path, known);
            }
        }
        return known;
    }

    /// Changes whenever one of our own static files does.
    synchronized String version() {
        if (version == null) {
            MessageDigest digest = sha256();
            for (String path : new TreeSet<>(paths("/static/"))) {
                file(path).ifPresent(digest::update);
            }
            version = HexFormat.of().formatHex(digest.digest(), 0, 6);
        }
        return version;
    }

    /// The version of a WebJar that is on board: the pom alone says which.
    String webjar(String name) {
        return webjars.computeIfAbsent(name, jar -> {
            String folder = "/webjars/" + jar + "/";
            return paths(folder).stream()
                    .findFirst()
                    .map(path -> path.substring(folder.length()).replace("/", ""))
                    .orElseThrow(() -> new IllegalStateException("WebJar missing: " + jar));
        });
    }

    static String hash(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content), 0, 12);
    }

    private Set<String> paths(String folder) {
        Set<String> paths = context.getResourcePaths(folder);
        return paths == null ? Set.of() : paths;
    }

    private Optional<byte[]> read(String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
