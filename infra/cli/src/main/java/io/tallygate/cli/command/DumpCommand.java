package io.tallygate.cli.command;

import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The bytes as the portal wrote them: what is dumped can be applied.
@Command(
        name = "dump",
        description = "The whole tenant as one document, without secrets.",
        mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {
    /// Which of the two spellings.
    public enum Spelling {
        YAML,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings around;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Connection connection;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "yaml",
            description = "${COMPLETION-CANDIDATES}; yaml when left out.")
    private Spelling spelling = Spelling.YAML;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Only objects that carry this label; may be given several times, and all must fit.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "Where to write it; standard output when left out.")
    private @Nullable Path file;

    @Option(names = "--etag", description = "Also say the state's ETag on standard error, for apply --if-match.")
    private boolean etag;

    public DumpCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String query = labels.isEmpty()
                ? ""
                : "?"
                        + String.join(
                                "&",
                                labels.stream()
                                        .map(label -> "label=" + Connection.encoded(label))
                                        .toList());
        Answer state = connection.api().get(connection.tenantPath() + "/state" + query, "application/" + spelling);
        if (file == null) {
            around.out().print(state.text());
            around.out().flush();
        } else {
            write(file, state.body());
        }
        if (etag) {
            around.err().println(state.header("ETag"));
        }
        return 0;
    }

    /// Whole or not at all: a dump that breaks off must not take the place of the last good one.
    private static void write(Path target, byte[] body) throws IOException {
        Path whole = target.toAbsolutePath();
        Path next = Files.createTempFile(whole.getParent(), "state", ".part");
        Files.write(next, body);
        Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
