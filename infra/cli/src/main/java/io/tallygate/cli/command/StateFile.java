package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A state document and what of it is meant.
public final class StateFile {
    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "The document, YAML or JSON; - reads standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Only objects that carry this label; may be given several times, and all must fit.")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--prune", description = "Also delete what the document does not name.")
    private boolean prune;

    public StateFile(Surroundings around) {
        this.around = around;
    }

    /// What would be done.
    JsonNode compare(Connection connection) throws IOException, InterruptedException {
        String text = text();
        return connection
                .api()
                .post(connection.tenantPath() + "/state/diff" + query(), type(text), text, Map.of())
                .json();
    }

    /// @param expected  the state's ETag that is built on; empty for any
    JsonNode apply(Connection connection, String expected) throws IOException, InterruptedException {
        String text = text();
        return connection
                .api()
                .post(
                        connection.tenantPath() + "/state/apply" + query(),
                        type(text),
                        text,
                        expected.isEmpty() ? Map.of() : Map.of("If-Match", expected))
                .json();
    }

    private String query() {
        List<String> parts = new ArrayList<>();
        labels.forEach(label -> parts.add("label=" + Connection.encoded(label)));
        if (prune) {
            parts.add("prune=true");
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private String text() throws IOException {
        if (file.toString().equals("-")) {
            return new String(around.in().readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!Files.isReadable(file)) {
            throw new WrongUsage("There is no file " + file + " that can be read.");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new WrongUsage(file + " is not UTF-8 text.");
        }
    }

    private static String type(String text) {
        return text.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
    }
}
