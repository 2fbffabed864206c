package io.tallygate.stack.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// Versions of what is unpacked into the cache; the parent pom is where they are chosen.
final class Versions {
    private static final Properties ALL = read();

    private Versions() {}

    static String of(String what) {
        return Objects.requireNonNull(ALL.getProperty(what), what);
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Versions.class.getResourceAsStream("/stack-versions.properties"))) {
            properties.load(in);
            return properties;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
