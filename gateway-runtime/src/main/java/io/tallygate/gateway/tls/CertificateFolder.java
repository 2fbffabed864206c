package io.tallygate.gateway.tls;

import io.tallygate.gateway.observe.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory of PEM pairs, `NAME.crt` (or `NAME.pem`: the certificate, then its chain) beside `NAME.key`, looked at
/// every second. What has changed is served to connections that come afterwards. A pair that cannot be read is left out
/// alone, or stays what it was. Beside a file `client-authorities.pem`,
/// clients may show a certificate of one of these authorities.
public final class CertificateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFolder.class);
    private static final String CLIENT_AUTHORITIES = "client-authorities.pem";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path folder;
    private final Metrics metrics;
    private final Thread watching;
    private Map<String, CertificatePair> pairs = Map.of();
    private Map<String, String> seen = Map.of();
    private volatile Certificates current;

    /// @throws IOException  when there is no pair that can be served
    public CertificateFolder(Path folder, Metrics metrics) throws IOException {
        this.folder = folder;
        this.metrics = metrics;
        Map<String, String> now = look();
        Certificates first = read(now);
        if (first == null) {
            throw new IOException("no certificate can be served from " + folder);
        }
        seen = now;
        current = first;
        watching = Thread.ofVirtual().name("certificates").start(this::watch);
    }

    public Certificates current() {
        return current;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                refresh();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() throws InterruptedException {
        try {
            Map<String, String> now = look();
            if (now.equals(seen)) {
                return;
            }
            Thread.sleep(LOOK_EVERY.dividedBy(4));
            if (!now.equals(look())) {
                return; // somebody is at it: half of a pair is no pair
            }
            seen = now;
            Certificates read = read(now);
            if (read == null) {
                metrics.certificateFailures.increment();
                LOG.warn("No certificate can be served from {}: those before stay", folder);
            } else {
                current = read;
                LOG.info("Serving {} certificates from {}", read.pairs(), folder);
            }
        } catch (IOException failed) {
            metrics.certificateFailures.increment();
            LOG.warn("The directory of certificates cannot be read: {}", failed.toString());
        }
    }

    /// @return  by file name: what changes when the file does
    private Map<String, String> look() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    String name = String.valueOf(file.getFileName());
                    files.put(name, attributes.size() + " " + attributes.lastModifiedTime() + attributes.fileKey());
                }
            }
        }
        return files;
    }

    /// @return  null when there is no pair that can be served
    private @Nullable Certificates read(Map<String, String> files) {
        Map<String, CertificatePair> read = new HashMap<>();
        Path authorities = files.containsKey(CLIENT_AUTHORITIES) ? folder.resolve(CLIENT_AUTHORITIES) : null;
        List<CertificatePair> inOrder = new ArrayList<>();
        for (String file : files.keySet()) {
            String name = file.endsWith(".crt") || file.endsWith(".pem") ? file.substring(0, file.length() - 4) : "";
            if (name.isEmpty() || !files.containsKey(name + ".key") || read.containsKey(name)) {
                continue;
            }
            CertificatePair pair = pairs.get(name);
            try {
                pair = CertificatePair.read(name, folder.resolve(file), folder.resolve(name + ".key"), authorities);
            } catch (IOException wrong) {
                metrics.certificateFailures.increment();
                LOG.warn("A certificate is not served as it is now: {}", wrong.getMessage());
            }
            if (pair != null) {
                read.put(name, pair);
                inOrder.add(pair);
            }
        }
        if (inOrder.isEmpty()) {
            return null;
        }
        pairs = read;
        return new Certificates(inOrder);
    }

    @Override
    public void close() {
        watching.interrupt();
    }
}
