package io.tallygate.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a part runs from: a copy, made once per start of the stack. A build that replaces jars under a running process
/// would break it, and a part that is started again would be of another version than its neighbours.
final class Programs {
    private final Path target;
    private final String jar;
    private final Path copy;
    private boolean copied;

    /// @param target  a module's build folder, with the jar and its libraries in `lib/`
    Programs(Path target, String jar, Path copy) {
        this.target = target;
        this.jar = jar;
        this.copy = copy;
    }

    /// @return  a class path
    synchronized String classPath() throws IOException {
        if (!copied) {
            if (!Files.isRegularFile(target.resolve(jar))) {
                throw new IOException(target.resolve(jar) + " is not built; run infra/up without --no-build");
            }
            clear();
            Files.createDirectories(copy);
            copyInto(List.of(target.resolve(jar)));
            try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
                copyInto(libraries.toList());
            }
            copied = true;
        }
        try (Stream<Path> libraries = Files.list(copy)) {
            // in a stated order, each by name: a cache of classes holds for this very path only
            return Stream.concat(
                            Stream.of(copy.resolve(jar)), libraries.sorted().filter(each -> !each.endsWith(jar)))
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    /// @return  which build it is: another one gives another text
    String build() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String each : classPath().split(":")) {
            Path file = Path.of(each);
            text.append(file.getFileName())
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file))
                    .append('\n');
        }
        return text.toString();
    }

    private void copyInto(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.copy(
                    file,
                    copy.resolve(file.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void clear() throws IOException {
        if (Files.isDirectory(copy)) {
            try (Stream<Path> old = Files.walk(copy)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
