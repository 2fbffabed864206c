package io.tallygate.portal.frame;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
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
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Our static files and those of the WebJars, read once, with a version that is their content's hash.
@ApplicationScoped
@SuppressWarnings("ArrayRecordComponent") // never compared
public class Assets {
    /// A path that could leave the folders we serve finds nothing.
    private static final String PLAIN = "/(static|webjars)(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+";

    private final ServletContext context;
    private final Map<String, Asset> files = new ConcurrentHashMap<>();
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

    /// A file as it is sent.
    /// @param tag      of the content, for `ETag`
    /// @param gzipped  null when packing it saves nothing
    record Asset(byte[] content, String tag, byte @Nullable [] gzipped) {
        static Asset of(byte[] content) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length);
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(content);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            String tag = HexFormat.of().formatHex(sha256().digest(content), 0, 12);
            return new Asset(content, tag, packed.size() < content.length ? packed.toByteArray() : null);
        }
    }

    /// The file at this path, read once.
    /// @param path  begins with `/static/` or `/webjars/`
    Optional<Asset> file(String path) {
        if (!path.matches(PLAIN)) {
            return Optional.empty();
        }
        Asset known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Asset> read = read(path).map(Asset::of);
        read.ifPresent(asset -> files.put(path, asset));
        return read;
    }

    /// Changes whenever one of our own static files does.
    synchronized String version() {
        if (version == null) {
            MessageDigest digest = sha256();
            for (String path : new TreeSet<>(paths("/static/"))) {
                file(path).map(Asset::content).ifPresent(digest::update);
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
