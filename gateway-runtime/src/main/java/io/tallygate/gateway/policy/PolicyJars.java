package io.tallygate.gateway.policy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Kinds of policies that who runs the installation has put beside the gateway: each jar of a directory has a
/// class loader of its own, so that two of them may bring different versions of a library. The gateway's own
/// classes come first. Read once, at the start; a jar that cannot be used stops it, since routes may count on
/// its policies.
public final class PolicyJars implements AutoCloseable {
    /// A kind and where it comes from.
    public record Found(PolicyType type, String jar) {}

    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    private PolicyJars() {}

    /// @param directory  null: there are none
    /// @throws IllegalArgumentException  names the jar that cannot be used
    public static PolicyJars in(@Nullable Path directory) throws IOException {
        PolicyJars jars = new PolicyJars();
        if (directory != null) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    jars.open(jar);
                }
            } catch (IOException | RuntimeException unusable) {
                jars.close();
                throw unusable;
            }
        }
        return jars;
    }

    private void open(Path jar) throws IOException {
        String name = String.valueOf(jar.getFileName());
        URLClassLoader loader =
                new URLClassLoader(name, new URL[] {jar.toUri().toURL()}, PolicyType.class.getClassLoader());
        loaders.add(loader);
        int before = found.size();
        try {
            ServiceLoader.load(PolicyType.class, loader).stream()
                    .filter(provider -> provider.type().getClassLoader() == loader) // it sees the gateway's own as well
                    .forEach(provider -> found.add(new Found(provider.get(), name)));
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw new IllegalArgumentException(name + " cannot be used: " + broken.getMessage(), broken);
        }
        if (found.size() == before) {
            throw new IllegalArgumentException(
                    name + " brings no kind of policy: it has no META-INF/services/" + PolicyType.class.getName());
        }
    }

    public List<Found> found() {
        return List.copyOf(found);
    }

    /// No policy of theirs acts any more.
    @Override
    public void close() {
        for (URLClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException stillOpen) {
                // the process ends soon
            }
        }
    }
}
