package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.process.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What was loaded, each step with the answer it got, on disk as soon as it is done: a load that was interrupted goes
/// on
/// where it stopped, and a secret that is shown once is not lost.
final class Progress {
    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final ObjectNode done;

    private Progress(Path file, ObjectNode done) {
        this.file = file;
        this.done = done;
    }

    static Progress in(Path data) throws IOException {
        Path file = data.resolve("sample.json");
        ObjectMapper json = new ObjectMapper();
        return new Progress(
                file, Files.exists(file) ? (ObjectNode) json.readTree(file.toFile()) : json.createObjectNode());
    }

    /// @param step  its name, unique in the story; also serves as the call's idempotency key
    JsonNode once(String step, Call call) throws IOException, InterruptedException {
        if (!done.has(step)) {
            put(step, call.answer());
        }
        return done.get(step);
    }

    void put(String step, JsonNode answer) throws IOException {
        done.set(step, answer);
        AtomicFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(done));
    }

    /// A member of the answer that a finished step got.
    String told(String step, String member) throws IOException {
        JsonNode answer = done.path(step).path(member);
        if (answer.isMissingNode()) {
            throw new IOException("the sample's step %s has no %s".formatted(step, member));
        }
        return answer.asText();
    }

    boolean has(String step) {
        return done.has(step);
    }

    /// One call whose answer is kept.
    @FunctionalInterface
    interface Call {
        JsonNode answer() throws IOException, InterruptedException;
    }
}
